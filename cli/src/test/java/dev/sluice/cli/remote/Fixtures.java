package dev.sluice.cli.remote;

/** What the admin API answers, as docs/observe/admin.md has it. */
public final class Fixtures {
    public static final String COUNTERS = """
            {"requests":1234,"errors":5,"rejections":2,"inFlight":3,"rate":120.4,"errorRate":0.5,
             "p50":0.004,"p90":0.01,"p99":0.05,"statuses":{"2xx":1229,"5xx":5}}""";

    public static final String QUIET = """
            {"requests":0,"errors":0,"rejections":0,"inFlight":0,"rate":0,"errorRate":0,
             "p50":null,"p90":null,"p99":null,"statuses":{}}""";

    public static final String GATEWAY = """
            {"version":7,"etag":"\\"7\\"","sluice":"0.1.0","startedAt":"2026-11-28T18:00:00Z","uptime":3725.5,
             "draining":false,"changeable":true,
             "listeners":[{"name":"web","uri":"http://127.0.0.1:8080","connections":12}]}""";

    public static final String MEMBER = """
            {"url":"http://a:8080","weight":3,"effectiveWeight":1,"priority":0,"metadata":{"zone":"a"},"state":"up",
             "why":[],"inFlight":1,"latency":0.004,"lastFailure":{"reason":"connect-failed","at":"2026-11-28T18:01:00Z"},
             "expires":null,"counters":%s}""".formatted(COUNTERS);

    public static final String EJECTED = """
            {"url":"http://b:8080","weight":1,"effectiveWeight":1,"priority":0,"metadata":{},"state":"ejected",
             "why":["passive health: 5 failures"],"inFlight":0,"latency":null,"lastFailure":null,
             "expires":"2026-11-28T18:02:00Z","counters":%s}""".formatted(QUIET);

    public static final String POOL = """
            {"name":"api","counters":%s,"states":{"up":1,"ejected":1},"members":[%s,%s]}""".formatted(COUNTERS, MEMBER, EJECTED);

    public static final String ROUTE = """
            {"name":"orders","when":"Path(`/api/orders/{id}`)","priority":null,"end":"forwardTo(api)","pool":"api",
             "counters":%s}""".formatted(COUNTERS);

    public static final String HELLO = """
            {"name":"hello","when":"Path(`/hello`)","priority":null,"end":"respond(200)","pool":null,
             "counters":%s}""".formatted(QUIET);

    public static final String OVERVIEW = """
            {"at":"2026-11-28T19:02:05Z","gateway":%s,"totals":%s,"routes":{"total":2,"items":[%s,%s]},
             "pools":[{"name":"api","counters":%s,"states":{"up":1,"ejected":1}}],
             "reasons":{"rate-limited":{"total":12,"rate":0.5},"no-upstream":{"total":3,"rate":0}}}""".formatted(GATEWAY, COUNTERS, ROUTE, HELLO, COUNTERS);

    public static final String ENTRY = """
            {"id":17,"at":"2026-11-28T18:01:00.5Z","where":"pool api/balance#1","kind":"Picked",
             "text":"picked http://a:8080: round robin",
             "exchange":{"id":"x42","method":"GET","host":"h","target":"/p","route":"orders","traceId":null}}""".replace("\n", "");

    public static final String FAILURE = """
            {"id":"x42","at":"2026-11-28T18:01:00Z","method":"GET","host":"h","target":"/p","client":"10.0.0.1",
             "status":503,"reason":"no-upstream","step":"pool api/balance#1","route":"orders","upstream":null,
             "attempts":0,"duration":0.002,"traceId":null,
             "decisions":[{"id":16,"at":"2026-11-28T18:01:00Z","where":"pool api/balance#1","kind":"Rejected",
             "text":"rejected: no member is up"}]}""";

    private Fixtures() {}

    /** An error, after RFC 9457. */
    public static String problem(int status, String detail) {
        return "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}";
    }
}
