package dev.sluice.middlewares.loadbalance.sticky;

/** Whether a browser sends the cookie with requests that another site causes (RFC 6265bis §4.1.2.7). */
public enum SameSite {
    /** Only for a navigation by GET, such as a link that the user follows. */
    LAX("Lax"),
    /** Never. */
    STRICT("Strict"),
    /** Always. Browsers then accept the cookie only with {@code Secure}. */
    NONE("None");

    private final String text;

    SameSite(String text) {
        this.text = text;
    }

    /** The value of the attribute. */
    @Override
    public String toString() {
        return text;
    }
}
