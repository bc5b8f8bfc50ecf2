package dev.sluice.middlewares.grpcweb;

import dev.sluice.core.Middleware;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import java.util.List;

/** {@code grpcWeb} as a step of a program. */
public final class GrpcWebType implements StepType<GrpcWebOptions> {
    /** The type. */
    public static final GrpcWebType TYPE = new GrpcWebType();

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public GrpcWebType() {}

    @Override
    public String name() {
        return "grpcWeb";
    }

    @Override
    public List<OptionSpec<GrpcWebOptions, ?>> options() {
        return List.of();
    }

    @Override
    public GrpcWebOptions read(OptionValues<GrpcWebOptions> values) {
        return new GrpcWebOptions();
    }

    @Override
    public Middleware make(GrpcWebOptions options, Environment environment) {
        return new GrpcWeb();
    }

    @Override
    public String describe(GrpcWebOptions options) {
        return "grpcWeb()";
    }
}
