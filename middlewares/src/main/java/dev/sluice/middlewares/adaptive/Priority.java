package dev.sluice.middlewares.adaptive;

/** How much a request matters when not all can be served; the first matters most. */
public enum Priority {
    /** May use the whole limit. */
    CRITICAL,
    /** What is neither of the others; may use a share of the limit that is less than the whole if others are more critical. */
    NORMAL,
    /** Is refused first. */
    SHEDDABLE
}
