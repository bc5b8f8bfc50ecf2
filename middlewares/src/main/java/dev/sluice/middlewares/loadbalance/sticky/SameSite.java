package dev.sluice.middlewares.loadbalance.sticky;

/** Whether a browser sends a cookie along when another site leads to ours. */
public enum SameSite {
    /** Only when the user follows a link. */
    LAX("Lax"),
    /** Never. */
    STRICT("Strict"),
    /** Always; browsers then want it to be secure. */
    NONE("None");

    private final String text;

    SameSite(String text) {
        this.text = text;
    }

    /** As the attribute is written. */
    @Override
    public String toString() {
        return text;
    }
}
