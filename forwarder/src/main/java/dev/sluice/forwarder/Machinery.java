package dev.sluice.forwarder;

/**
 * The parts a forwarder is made of, each once.
 *
 * @param environment options, time, timeouts, buffers
 * @param requestFields builds heads of attempts
 * @param responseFields builds heads of answers
 * @param pools has the connections
 */
record Machinery(Environment environment, RequestFields requestFields, ResponseFields responseFields, Pools pools) {
    static Machinery of(Environment environment) {
        ForwarderOptions options = environment.options();
        return new Machinery(
                environment, new RequestFields(options), new ResponseFields(options), new Pools(environment));
    }
}
