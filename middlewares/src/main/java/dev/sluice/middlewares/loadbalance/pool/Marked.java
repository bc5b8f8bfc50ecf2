package dev.sluice.middlewares.loadbalance.pool;

/** The vote of an operator, or of a program that checks health by itself. */
enum Marked implements Vote {
    /** Not picked until {@link Pool#markUp}. */
    DOWN;

    @Override
    public String judge() {
        return "operator";
    }

    @Override
    public Standing standing() {
        return Standing.OUT;
    }

    @Override
    public String toString() {
        return "down";
    }
}
