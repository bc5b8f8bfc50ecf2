package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Fields;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Tokens;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An active health check: what is asked of a member again and again, and which answers show that it is well. Immutable;
 * equal checks of one address are made once.
 *
 * @param path the target of the request, behind the base path of the member. Default: {@code /}
 * @param method default: GET
 * @param statuses those of a member that is well. Default: 200-399
 * @param body text that the response's body holds within its first 64 KiB; empty for any. Default: any
 * @param fields header fields of the request. Default: none
 * @param host the Host field; empty for that of the requests. Default: empty
 * @param port where the member is asked; 0 for its own port. Default: 0
 * @param tcp whether a connection alone (with TLS, if the member has it) shows that it is well: nothing is sent then,
 *     and the options above but the port count for nothing. Default: false
 * @param grpc the service that the member is asked for by {@code grpc.health.v1.Health/Check}, {@value #WHOLE_SERVER} for the
 *     whole server; empty to ask by HTTP. Only SERVING shows that the member is well; path, method, statuses and body count for
 *     nothing then. Default: empty
 * @param interval from the beginning of a check to that of the next, unless the check takes longer. Default: 5 s
 * @param jitter each interval is longer or shorter by a random part of up to so many percent. Default: 10
 * @param timeout a check without a whole answer by then has failed. Default: 1 s
 * @param healthyAfter so many passed checks in a row bring a member back. Default: 2
 * @param unhealthyAfter so many failed checks in a row take a member out. Default: 3
 * @param startsIn whether a member is picked before its first check has ended. Default: true. That first check decides
 *     alone, either way
 */
public record HealthCheck(
        String path,
        String method,
        GoodStatuses statuses,
        String body,
        Map<String, String> fields,
        String host,
        int port,
        boolean tcp,
        String grpc,
        Duration interval,
        int jitter,
        Duration timeout,
        int healthyAfter,
        int unhealthyAfter,
        boolean startsIn) {
    /** The value of {@link #grpc()} for the health of a server as a whole. */
    public static final String WHOLE_SERVER = "*";

    /** GET / every five seconds. */
    public static final HealthCheck DEFAULT = builder().build();

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public HealthCheck {
        fields = Map.copyOf(fields);
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                path.startsWith("/") && isVisible(path), "path must start with / and have no spaces, is " + path);
        mistakes.unless(Tokens.isToken(method), "method must be a token, is " + method);
        mistakes.unless(host.isEmpty() || isVisible(host), "host must be a host, is " + host);
        mistakes.unless(port >= 0 && port <= 65_535, "port must be 0 to 65535, is " + port);
        mistakes.unless(grpc.isEmpty() || isVisible(grpc), "grpc must be the name of a service, is " + grpc);
        mistakes.unless(grpc.isEmpty() || !tcp, "grpc excludes tcp, is " + grpc);
        mistakes.unless(interval.isPositive(), "interval must be positive, is " + interval);
        mistakes.unless(jitter >= 0 && jitter <= 100, "jitter must be 0 to 100 percent, is " + jitter);
        mistakes.unless(timeout.isPositive(), "timeout must be positive, is " + timeout);
        mistakes.unless(healthyAfter >= 1, "healthyAfter must be 1 or more, is " + healthyAfter);
        mistakes.unless(unhealthyAfter >= 1, "unhealthyAfter must be 1 or more, is " + unhealthyAfter);
        fields.forEach((name, value) -> mistakes.trying(() -> Fields.of(name, value)));
        mistakes.throwIfAny();
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final Map<String, String> fields = new LinkedHashMap<>();
        private final Mistakes mistakes = new Mistakes();
        private String path = "/";
        private String method = "GET";
        private GoodStatuses statuses = new GoodStatuses(200, 399);
        private String body = "";
        private String host = "";
        private int port;
        private boolean tcp;
        private String grpc = "";
        private Duration interval = Duration.ofSeconds(5);
        private int jitter = 10;
        private Duration timeout = Duration.ofSeconds(1);
        private int healthyAfter = 2;
        private int unhealthyAfter = 3;
        private boolean startsIn = true;

        private Builder() {}

        /**
         * What is asked for.
         *
         * @param target a path, perhaps with a query
         * @return this
         */
        public Builder path(String target) {
            path = target;
            return this;
        }

        /**
         * The method of the request.
         *
         * @param name such as HEAD
         * @return this
         */
        public Builder method(String name) {
            method = name;
            return this;
        }

        /**
         * The statuses of a member that is well.
         *
         * @param from the first
         * @param to the last
         * @return this
         */
        public Builder statuses(int from, int to) {
            mistakes.trying(() -> statuses = new GoodStatuses(from, to));
            return this;
        }

        /**
         * What the body of the response holds.
         *
         * @param text within the first 64 KiB
         * @return this
         */
        public Builder body(String text) {
            body = text;
            return this;
        }

        /**
         * Adds a header field to the request.
         *
         * @param name of the field
         * @param value of the field
         * @return this
         */
        public Builder header(String name, String value) {
            fields.put(name, value);
            return this;
        }

        /**
         * The Host field of the request.
         *
         * @param name with a port, if it has one
         * @return this
         */
        public Builder host(String name) {
            host = name;
            return this;
        }

        /**
         * Asks at another port than the requests.
         *
         * @param number 1 to 65535
         * @return this
         */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /**
         * Only connects, and sends nothing.
         *
         * @return this
         */
        public Builder tcp() {
            tcp = true;
            return this;
        }

        /**
         * Asks a server of gRPC for its health as a whole, by {@code grpc.health.v1}.
         *
         * @return this
         */
        public Builder grpc() {
            return grpc(WHOLE_SERVER);
        }

        /**
         * Asks a server of gRPC for the health of a service, by {@code grpc.health.v1}.
         *
         * @param service its full name, such as {@code shop.Orders}
         * @return this
         */
        public Builder grpc(String service) {
            grpc = service;
            return this;
        }

        /**
         * From the beginning of a check to that of the next.
         *
         * @param duration positive
         * @return this
         */
        public Builder interval(Duration duration) {
            interval = duration;
            return this;
        }

        /**
         * From the beginning of a check to that of the next.
         *
         * @param duration positive
         * @param percent how much longer or shorter each may be, by chance
         * @return this
         */
        public Builder interval(Duration duration, int percent) {
            interval = duration;
            jitter = percent;
            return this;
        }

        /**
         * When a check without an answer has failed.
         *
         * @param duration positive
         * @return this
         */
        public Builder timeout(Duration duration) {
            timeout = duration;
            return this;
        }

        /**
         * How many passed checks in a row bring a member back.
         *
         * @param checks 1 or more
         * @return this
         */
        public Builder healthyAfter(int checks) {
            healthyAfter = checks;
            return this;
        }

        /**
         * How many failed checks in a row take a member out.
         *
         * @param checks 1 or more
         * @return this
         */
        public Builder unhealthyAfter(int checks) {
            unhealthyAfter = checks;
            return this;
        }

        /**
         * Keeps a member out until its first check has passed.
         *
         * @return this
         */
        public Builder startsOut() {
            startsIn = false;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         * @throws IllegalArgumentException naming every mistake
         */
        public HealthCheck build() {
            mistakes.throwIfAny();
            return new HealthCheck(
                    path,
                    method,
                    statuses,
                    body,
                    fields,
                    host,
                    port,
                    tcp,
                    grpc,
                    interval,
                    jitter,
                    timeout,
                    healthyAfter,
                    unhealthyAfter,
                    startsIn);
        }
    }
}
