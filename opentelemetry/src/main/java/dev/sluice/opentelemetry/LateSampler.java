package dev.sluice.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Samples as the parent is, and traces that begin here by a ratio, which their ids decide. What is not sampled is recorded
 * all the same, so that an exchange that fails can still be exported; upstreams are told that it is not.
 */
record LateSampler(Sampler early) implements Sampler {
    static Sampler of(double ratio, boolean errors) {
        Sampler early = Sampler.parentBased(Sampler.traceIdRatioBased(ratio));
        return errors ? new LateSampler(early) : early;
    }

    @Override
    public SamplingResult shouldSample(
            Context parent,
            String traceId,
            String name,
            SpanKind kind,
            Attributes attributes,
            List<LinkData> parentLinks) {
        SamplingResult result = early.shouldSample(parent, traceId, name, kind, attributes, parentLinks);
        return result.getDecision() == SamplingDecision.DROP ? SamplingResult.recordOnly() : result;
    }

    @Override
    public String getDescription() {
        return "late(" + early.getDescription() + ")";
    }
}
