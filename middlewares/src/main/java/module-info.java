/** One package per middleware. */
module dev.sluice.middlewares {
    requires transitive dev.sluice.core;
    requires transitive dev.sluice.expression;
    requires transitive dev.sluice.model;
    requires HdrHistogram;
    requires com.fasterxml.jackson.core;
    requires io.helidon.common.media.type;
    requires java.net.http;
    requires static org.jspecify;

    exports dev.sluice.middlewares;
    exports dev.sluice.middlewares.access;
    exports dev.sluice.middlewares.adaptive;
    exports dev.sluice.middlewares.admission;
    exports dev.sluice.middlewares.auth;
    exports dev.sluice.middlewares.buffer;
    exports dev.sluice.middlewares.canary;
    exports dev.sluice.middlewares.circuitbreaker;
    exports dev.sluice.middlewares.connlimit;
    exports dev.sluice.middlewares.cors;
    exports dev.sluice.middlewares.errors;
    exports dev.sluice.middlewares.files;
    exports dev.sluice.middlewares.grpcweb;
    exports dev.sluice.middlewares.headers;
    exports dev.sluice.middlewares.hedge;
    exports dev.sluice.middlewares.loadbalance;
    exports dev.sluice.middlewares.loadbalance.health;
    exports dev.sluice.middlewares.loadbalance.limit;
    exports dev.sluice.middlewares.loadbalance.policy;
    exports dev.sluice.middlewares.loadbalance.pool;
    exports dev.sluice.middlewares.loadbalance.rebalance;
    exports dev.sluice.middlewares.loadbalance.source;
    exports dev.sluice.middlewares.loadbalance.sticky;
    exports dev.sluice.middlewares.mirror;
    exports dev.sluice.middlewares.pages;
    exports dev.sluice.middlewares.ratelimit;
    exports dev.sluice.middlewares.retry;
    exports dev.sluice.middlewares.rewrite;
    exports dev.sluice.middlewares.stream;
    exports dev.sluice.middlewares.totaltimeout;
    exports dev.sluice.middlewares.trace;

    uses dev.sluice.middlewares.loadbalance.pool.SourceType;

    provides dev.sluice.middlewares.loadbalance.pool.SourceType with
            dev.sluice.middlewares.loadbalance.source.FileSourceType;
    provides dev.sluice.model.SpecType with
            dev.sluice.middlewares.loadbalance.pool.MembersType;
    provides dev.sluice.model.StepType with
            dev.sluice.middlewares.access.AccessType,
            dev.sluice.middlewares.adaptive.AdaptiveConcurrencyType,
            dev.sluice.middlewares.admission.AdmissionControlType,
            dev.sluice.middlewares.auth.ApiKeyType,
            dev.sluice.middlewares.auth.BasicAuthType,
            dev.sluice.middlewares.buffer.BufferType,
            dev.sluice.middlewares.circuitbreaker.CircuitBreakerType,
            dev.sluice.middlewares.circuitbreaker.MemberBreakerType,
            dev.sluice.middlewares.connlimit.ConnLimitType,
            dev.sluice.middlewares.cors.CorsType,
            dev.sluice.middlewares.errors.ErrorsType,
            dev.sluice.middlewares.grpcweb.GrpcWebType,
            dev.sluice.middlewares.headers.HeadersType,
            dev.sluice.middlewares.headers.RequestIdType,
            dev.sluice.middlewares.hedge.HedgeType,
            dev.sluice.middlewares.loadbalance.health.HealthType,
            dev.sluice.middlewares.loadbalance.rebalance.RebalanceType,
            dev.sluice.middlewares.loadbalance.BalanceType,
            dev.sluice.middlewares.mirror.MirrorType,
            dev.sluice.middlewares.pages.ErrorPageType,
            dev.sluice.middlewares.pages.MaintenanceType,
            dev.sluice.middlewares.ratelimit.RateLimitType,
            dev.sluice.middlewares.retry.RetryType,
            dev.sluice.middlewares.rewrite.RedirectType,
            dev.sluice.middlewares.rewrite.RewriteType,
            dev.sluice.middlewares.stream.StreamType,
            dev.sluice.middlewares.totaltimeout.TotalTimeoutType,
            dev.sluice.middlewares.trace.TraceType;
    provides dev.sluice.model.TerminalType with
            dev.sluice.middlewares.canary.SplitType,
            dev.sluice.middlewares.files.FilesType;
}
