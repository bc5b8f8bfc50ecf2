package dev.sluice.cli.top;

/**
 * A key that was pressed.
 *
 * @param kind which
 * @param character what it writes, if it does
 */
record Key(Kind kind, int character) {
    /** Which key. */
    enum Kind {
        CHARACTER,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        TAB,
        BACK_TAB,
        ENTER,
        ESCAPE,
        BACKSPACE,
        /** None was pressed in time, or one without a meaning. */
        NONE,
        /** There is no keyboard any more. */
        GONE
    }

    static Key of(Kind kind) {
        return new Key(kind, 0);
    }
}
