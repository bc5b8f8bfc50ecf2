package dev.sluice.server.exchange;

/**
 * What the connections of a listener are doing at one time.
 *
 * @param exchanges requests that have been received and whose answers are not sent to their end
 * @param tunnels connections on which bytes go both ways after a 101
 */
public record UnderWay(int exchanges, int tunnels) {
    /** Whether there is nothing to wait for. */
    public boolean isNothing() {
        return exchanges == 0 && tunnels == 0;
    }
}
