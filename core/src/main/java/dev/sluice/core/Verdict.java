package dev.sluice.core;

/** What a {@link Gate} says to a request. */
public sealed interface Verdict {
    /**
     * The request may pass.
     *
     * @param completion runs exactly once, when the exchange has ended
     */
    record Admitted(Completion completion) implements Verdict {
        private static final Admitted QUIETLY = new Admitted(outcome -> {});
    }

    /**
     * The request is answered here.
     *
     * @param response the answer
     */
    record Rejected(Response response) implements Verdict {}

    /**
     * Admits without interest in the end.
     *
     * @return the verdict
     */
    static Verdict admit() {
        return Admitted.QUIETLY;
    }

    /**
     * Admits.
     *
     * @param completion runs exactly once, when the exchange has ended
     * @return the verdict
     */
    static Verdict admit(Completion completion) {
        return new Admitted(completion);
    }

    /**
     * Rejects.
     *
     * @param response the answer
     * @return the verdict
     */
    static Verdict reject(Response response) {
        return new Rejected(response);
    }
}
