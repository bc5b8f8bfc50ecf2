package dev.sluice.middlewares.canary;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Handler;
import dev.sluice.core.Source;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.Environment;
import dev.sluice.model.Instruments;
import dev.sluice.model.TerminalType;
import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code split} as the end of a route: pools of the gateway by their weights. */
public final class SplitType implements TerminalType<SplitOptions> {
    /** The type. */
    public static final SplitType TYPE = new SplitType();

    private static final OptionSpec<SplitOptions, Map<String, Integer>> POOLS = required(
            "pools", weights(OptionTypes.integer(0)), SplitOptions::pools, "the weights of pools by their names");
    private static final OptionSpec<SplitOptions, Optional<Source>> BY = optional(
            "by",
            OptionTypes.maybe(OptionKinds.source()),
            Optional.empty(),
            SplitOptions::by,
            "the key that keeps a client at its pool");
    private static final OptionSpec<SplitOptions, Optional<CanaryOptions>> CANARY = optional(
            "canary",
            OptionTypes.maybe(OptionTypes.nested(CanaryOptionsType.TYPE)),
            Optional.empty(),
            SplitOptions::canary,
            "how one of the pools grows");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public SplitType() {}

    private static OptionType<Map<String, Integer>> weights(OptionType<Integer> weight) {
        return OptionTypes.mapOf(weight)
                .withSchema(() ->
                        JsonSchemas.of("type", "object", "minProperties", 2, "additionalProperties", weight.schema()));
    }

    @Override
    public String name() {
        return "split";
    }

    @Override
    public List<OptionSpec<SplitOptions, ?>> options() {
        return List.of(POOLS, BY, CANARY);
    }

    @Override
    public SplitOptions read(OptionValues<SplitOptions> values) {
        return new SplitOptions(values.get(POOLS), values.get(BY), values.get(CANARY));
    }

    @Override
    public Set<String> pools(SplitOptions options) {
        return options.pools().keySet();
    }

    @Override
    public Set<String> captures(SplitOptions options) {
        return options.by()
                .filter(Source.Capture.class::isInstance)
                .map(source -> Set.of(((Source.Capture) source).name()))
                .orElse(Set.of());
    }

    @Override
    public Handler make(SplitOptions options, Environment environment) {
        Split split = new Split(options, environment);
        split.canary().ifPresent(canary -> show(canary, environment.instruments()));
        return split;
    }

    private static void show(Canary canary, Instruments instruments) {
        instruments.gauge("canary.share", () -> Math.round(canary.state().share()));
        instruments.gauge("canary.samples", () -> canary.state().samples());
        instruments.gauge("canary.failed", () -> canary.state().failed());
    }

    @Override
    public String describe(SplitOptions options) {
        String pools = new TreeMap<>(options.pools())
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
        return "split(" + pools
                + options.by().map(by -> " by " + by).orElse("")
                + options.canary().map(canary -> ", canary " + canary.pool()).orElse("") + ")";
    }
}
