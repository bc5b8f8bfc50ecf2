package dev.sluice.observe.meters;

import dev.sluice.observe.meters.Metric.Kind;
import java.util.List;
import java.util.Set;

/** All metrics that have a name of their own. Gauges of steps beyond these are {@code sluice.x.y} with the label step. */
public final class Catalog {
    static final Metric REQUESTS = histogram(
            "http.server.request.duration",
            "s",
            "From the first byte of a request to the end of its response.",
            "route",
            "status");
    static final Metric ACTIVE =
            gauge("http.server.active_requests", "1", "Exchanges whose response has not ended.", List.of());
    static final Metric RECEIVED =
            histogram("http.server.request.body.size", "By", "Bytes of a request's body that were read.", "route");
    static final Metric SENT =
            histogram("http.server.response.body.size", "By", "Bytes of a response's body that were sent.", "route");
    static final Metric ATTEMPTS = histogram(
            "http.client.request.duration",
            "s",
            "From the beginning of an attempt to the end of its response.",
            "pool",
            "member",
            "status");
    static final Metric ACTIVE_ATTEMPTS = gauge(
            "http.client.active_requests", "1", "Attempts whose response has not ended.", List.of("pool", "member"));
    static final Metric CONNECTION_WAITS = histogram(
            "http.client.request.time_in_queue",
            "s",
            "How long an attempt waited for a connection, of those that had to.",
            "pool",
            "member");
    static final Metric UPSTREAM_CONNECTIONS = gauge(
            "http.client.open_connections",
            "1",
            "Connections to upstreams by state, tunnels included.",
            List.of("pool", "state", "protocol"));
    static final Metric REJECTIONS = counter(
            "sluice.rejections",
            "Requests that the gateway has answered by itself with 4xx or 5xx.",
            "route",
            "step",
            "reason");
    static final Metric FAILURES =
            counter("sluice.failures", "Exchanges that failed on the network, or by a bug.", "route", "reason");
    static final Metric CALLS = counter(
            "sluice.grpc.calls", "Calls of gRPC that have ended, by the status of the call.", "route", "grpc_status");
    static final Metric CALL_ATTEMPTS = counter(
            "sluice.grpc.attempts",
            "Attempts of calls of gRPC that have ended, by the status that the member answered.",
            "pool",
            "member",
            "grpc_status");
    static final Metric RETRIES =
            counter("sluice.retries", "Attempts that were followed by another one.", "route", "pool");
    static final Metric HEDGES = counter("sluice.hedges", "Attempts that were started beside others.", "route", "pool");
    static final Metric BUDGET_SPENT =
            counter("sluice.retry.budget.exhausted", "Retries that were left out for lack of budget.", "step");
    static final Metric BREAKER =
            gauge("sluice.breaker.state", "1", "0 standby, 1 recovering, 2 tripped.", List.of("step", "member"));
    static final Metric TRIPS = counter("sluice.breaker.trips", "How often a breaker has tripped.", "step");
    static final Metric EJECTIONS = counter(
            "sluice.ejections",
            "How often a member was taken out of the picks, by a check, a judge or an operator.",
            "pool",
            "member");
    static final Metric MEMBERS =
            gauge("sluice.pool.members", "1", "Members of a pool by state.", List.of("pool", "state"));
    static final Metric PICKS =
            counter("sluice.pool.picks", "Attempts that were handed to a member.", "pool", "member");
    static final Metric QUEUE = gauge("sluice.queue.depth", "1", "Requests that wait in a step.", List.of("step"));
    static final Metric WAITS = histogram(
            "sluice.queue.wait",
            "s",
            "How long a request waited in the queue of a step, whether it went on or was refused.",
            "step");
    static final Metric POOL_QUEUE =
            gauge("sluice.pool.queue.depth", "1", "Requests that wait for a member.", List.of("pool"));
    static final Metric CONNECTIONS =
            gauge("sluice.connections", "1", "Connections of clients by state.", List.of("listener", "state"));
    static final Metric REFUSED_CONNECTIONS =
            counter("sluice.connections.refused", "What was refused for lack of a resource.", "listener", "reason");
    static final Metric SLOW = counter(
            "sluice.slow.clients", "Exchanges that were cut as their client was too slow.", "listener", "direction");
    static final Metric BUFFERED =
            gauge("sluice.buffer.bytes", "By", "Memory that buffered bodies take.", List.of("step"));
    static final Metric SPILLS =
            counter("sluice.buffer.spills", "Bodies that went on to a file, being too large for memory.", "step");
    static final Metric KEYS = gauge("sluice.limiter.keys", "1", "Keys that a limit remembers.", List.of("step"));
    static final Metric DROPPED =
            counter("sluice.trace.dropped", "Lines of a trace that were lost, as nobody took them.", "step");
    static final Metric APPLIES = counter("sluice.applies", "Changes of the model by their result.", "result");
    static final Metric HANDSHAKES =
            counter("sluice.tls.handshakes", "TLS handshakes with clients by their result.", "listener", "result");
    static final Metric EXPIRY = gauge(
            "sluice.certificate.expiry",
            "s",
            "Unix time at which the first certificate of a listener expires.",
            List.of("listener"));
    static final Metric VIRTUAL_THREADS = gauge(
            "sluice.vthreads", "1", "Virtual threads that run, or wait for a carrier to run on.", List.of("state"));
    static final Metric CARRIERS =
            gauge("sluice.vthreads.parallelism", "1", "Carriers that virtual threads may run on.", List.of());
    static final Metric VERSION = gauge("sluice.model.version", "1", "The version of the model that runs.", List.of());
    static final Metric BUILD = gauge("sluice.build", "1", "Always 1.", List.of("version"));

    private static final List<Metric> ALL = List.of(
            REQUESTS,
            ACTIVE,
            RECEIVED,
            SENT,
            ATTEMPTS,
            ACTIVE_ATTEMPTS,
            CONNECTION_WAITS,
            UPSTREAM_CONNECTIONS,
            REJECTIONS,
            FAILURES,
            CALLS,
            CALL_ATTEMPTS,
            RETRIES,
            HEDGES,
            BUDGET_SPENT,
            BREAKER,
            TRIPS,
            EJECTIONS,
            MEMBERS,
            PICKS,
            QUEUE,
            WAITS,
            POOL_QUEUE,
            CONNECTIONS,
            REFUSED_CONNECTIONS,
            SLOW,
            BUFFERED,
            SPILLS,
            KEYS,
            DROPPED,
            APPLIES,
            HANDSHAKES,
            EXPIRY,
            VIRTUAL_THREADS,
            CARRIERS,
            VERSION,
            BUILD);

    private static final Set<Metric> STATES = Set.of(BREAKER, EXPIRY, VIRTUAL_THREADS, CARRIERS, VERSION, BUILD);

    private Catalog() {}

    /**
     * All of them.
     *
     * @return in the order in which they are shown
     */
    public static List<Metric> all() {
        return ALL;
    }

    /** Whether there is no sum of a metric: it tells a state, or is that of the whole process. */
    static boolean isState(Metric metric) {
        return STATES.contains(metric);
    }

    private static Metric histogram(String name, String unit, String help, String... labels) {
        return new Metric(name, Kind.HISTOGRAM, unit, List.of(labels), help);
    }

    private static Metric counter(String name, String help, String... labels) {
        return new Metric(name, Kind.COUNTER, "1", List.of(labels), help);
    }

    private static Metric gauge(String name, String unit, String help, List<String> labels) {
        return new Metric(name, Kind.GAUGE, unit, labels, help);
    }
}
