package dev.sluice.cli.top;

/** A part of the screen. */
enum Pane {
    ROUTES,
    POOLS,
    FAILURES;

    Pane next() {
        return switch (this) {
            case ROUTES -> POOLS;
            case POOLS -> FAILURES;
            case FAILURES -> ROUTES;
        };
    }

    Pane previous() {
        return next().next();
    }
}
