package dev.sluice.middlewares.loadbalance.health;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.middlewares.Nested;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.PartType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The options of {@link HealthCheck} as data. */
final class HealthCheckType {
    private static final HealthCheck DEFAULT = HealthCheck.DEFAULT;

    private static final OptionSpec<HealthCheck, String> PATH = optional(
            "path",
            OptionTypes.text(),
            DEFAULT.path(),
            HealthCheck::path,
            "what is asked for, behind the base path of the member");
    private static final OptionSpec<HealthCheck, String> METHOD =
            optional("method", OptionTypes.text(), DEFAULT.method(), HealthCheck::method, "the method of the request");
    private static final OptionSpec<HealthCheck, GoodStatuses> STATUSES = optional(
            "statuses",
            OptionTypes.parsed("statuses, such as 200-399", GoodStatuses::of, GoodStatuses::toString),
            DEFAULT.statuses(),
            HealthCheck::statuses,
            "the statuses of a member that is well");
    private static final OptionSpec<HealthCheck, String> BODY = optional(
            "body",
            OptionTypes.text(),
            DEFAULT.body(),
            HealthCheck::body,
            "text that the body holds within its first 64 KiB; empty for any");
    private static final OptionSpec<HealthCheck, Map<String, String>> FIELDS = optional(
            "fields",
            OptionTypes.mapOf(OptionTypes.text()),
            DEFAULT.fields(),
            HealthCheck::fields,
            "header fields of the request");
    private static final OptionSpec<HealthCheck, String> HOST = optional(
            "host",
            OptionTypes.text(),
            DEFAULT.host(),
            HealthCheck::host,
            "the Host field; empty for that of the requests");
    private static final OptionSpec<HealthCheck, Integer> PORT = optional(
            "port", OptionTypes.integer(0), DEFAULT.port(), HealthCheck::port, "where to ask; 0 for the member's port");
    private static final OptionSpec<HealthCheck, Boolean> TCP = optional(
            "tcp",
            OptionTypes.flag(),
            DEFAULT.tcp(),
            HealthCheck::tcp,
            "whether a connection alone shows that a member is well");
    private static final OptionSpec<HealthCheck, String> GRPC = optional(
            "grpc",
            OptionTypes.text(),
            DEFAULT.grpc(),
            HealthCheck::grpc,
            "the service that grpc.health.v1 is asked for, * for the whole server; empty to ask by HTTP");
    private static final OptionSpec<HealthCheck, Duration> INTERVAL = optional(
            "interval",
            OptionTypes.duration(),
            DEFAULT.interval(),
            HealthCheck::interval,
            "from the beginning of a check to that of the next");
    private static final OptionSpec<HealthCheck, Integer> JITTER = optional(
            "jitter",
            OptionTypes.integer(0),
            DEFAULT.jitter(),
            HealthCheck::jitter,
            "percent by which an interval is longer or shorter, by chance");
    private static final OptionSpec<HealthCheck, Duration> TIMEOUT = optional(
            "timeout",
            OptionTypes.duration(),
            DEFAULT.timeout(),
            HealthCheck::timeout,
            "a check without a whole answer by then has failed");
    private static final OptionSpec<HealthCheck, Integer> HEALTHY_AFTER = optional(
            "healthyAfter",
            OptionTypes.integer(1),
            DEFAULT.healthyAfter(),
            HealthCheck::healthyAfter,
            "passed checks in a row that bring a member back");
    private static final OptionSpec<HealthCheck, Integer> UNHEALTHY_AFTER = optional(
            "unhealthyAfter",
            OptionTypes.integer(1),
            DEFAULT.unhealthyAfter(),
            HealthCheck::unhealthyAfter,
            "failed checks in a row that take a member out");
    private static final OptionSpec<HealthCheck, Boolean> STARTS_IN = optional(
            "startsIn",
            OptionTypes.flag(),
            DEFAULT.startsIn(),
            HealthCheck::startsIn,
            "whether a member is picked before its first check, which decides alone");

    /** The type. */
    static final PartType<HealthCheck> TYPE = new Nested<>(
            "check",
            List.of(
                    PATH,
                    METHOD,
                    STATUSES,
                    BODY,
                    FIELDS,
                    HOST,
                    PORT,
                    TCP,
                    GRPC,
                    INTERVAL,
                    JITTER,
                    TIMEOUT,
                    HEALTHY_AFTER,
                    UNHEALTHY_AFTER,
                    STARTS_IN),
            values -> new HealthCheck(
                    values.get(PATH),
                    values.get(METHOD),
                    values.get(STATUSES),
                    values.get(BODY),
                    values.get(FIELDS),
                    values.get(HOST),
                    values.get(PORT),
                    values.get(TCP),
                    values.get(GRPC),
                    values.get(INTERVAL),
                    values.get(JITTER),
                    values.get(TIMEOUT),
                    values.get(HEALTHY_AFTER),
                    values.get(UNHEALTHY_AFTER),
                    values.get(STARTS_IN)));

    private HealthCheckType() {}
}
