package dev.sluice.core;

/** What a {@link Gate} decides about a request. */
public sealed interface Verdict {
    /**
     * The request may pass.
     *
     * @param attributes what is handed on to the steps inside, besides what the request has already
     * @param completion runs exactly once, when the exchange has ended
     */
    record Admitted(Attributes attributes, Completion completion) implements Verdict {
        private static final Admitted QUIETLY = new Admitted(outcome -> {});

        /**
         * Admits without attributes.
         *
         * @param completion runs exactly once, when the exchange has ended
         */
        public Admitted(Completion completion) {
            this(Attributes.EMPTY, completion);
        }
    }

    /**
     * The request is answered here.
     *
     * @param response the answer
     */
    record Rejected(Response response) implements Verdict {}

    /**
     * Admits, without being told of the end.
     *
     * @return the verdict
     */
    static Verdict admit() {
        return Admitted.QUIETLY;
    }

    /**
     * Admits, and is told of the end.
     *
     * @param completion runs exactly once, when the exchange has ended
     * @return the verdict
     */
    static Verdict admit(Completion completion) {
        return new Admitted(completion);
    }

    /**
     * Admits, and hands attributes on.
     *
     * @param attributes what the steps inside find in {@link Request#attributes()}
     * @return the verdict
     */
    static Verdict admit(Attributes attributes) {
        return new Admitted(attributes, Admitted.QUIETLY.completion());
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
