package dev.sluice.middlewares.buffer;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.middlewares.retry.Retry;
import dev.sluice.middlewares.retry.RetryOptions;
import dev.sluice.middlewares.retry.RetryType;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code buffer} as a step of a program. */
public final class BufferType implements StepType<BufferOptions> {
    /** The type. */
    public static final BufferType TYPE = new BufferType();

    private static final String BUDGETS = "size, such as 1 GiB, or a name and a size that buffers share";

    private static final OptionSpec<BufferOptions, Long> MAX_REQUEST_BYTES = optional(
            "maxRequestBytes",
            OptionTypes.bytes(),
            BodyLimits.UNLIMITED,
            BufferOptions::maxRequestBytes,
            "largest request body, without framing; a larger one is answered 413");
    private static final OptionSpec<BufferOptions, Long> MEMORY_REQUEST_BYTES = optional(
            "memoryRequestBytes",
            OptionTypes.bytes(),
            BodyLimits.DEFAULT_MEMORY,
            BufferOptions::memoryRequestBytes,
            "largest request body that is held in memory; a larger one goes to disk");
    private static final OptionSpec<BufferOptions, Boolean> STREAM_REQUESTS = optional(
            "streamRequests",
            OptionTypes.flag(),
            false,
            BufferOptions::streamRequests,
            "whether request bodies are not held; their largest size holds all the same");
    private static final OptionSpec<BufferOptions, Long> MAX_RESPONSE_BYTES = optional(
            "maxResponseBytes",
            OptionTypes.bytes(),
            BodyLimits.UNLIMITED,
            BufferOptions::maxResponseBytes,
            "largest response body, without framing; a larger one is answered 502");
    private static final OptionSpec<BufferOptions, Long> MEMORY_RESPONSE_BYTES = optional(
            "memoryResponseBytes",
            OptionTypes.bytes(),
            BodyLimits.DEFAULT_MEMORY,
            BufferOptions::memoryResponseBytes,
            "largest response body that is held in memory; a larger one goes to disk");
    private static final OptionSpec<BufferOptions, Boolean> STREAM_RESPONSES = optional(
            "streamResponses",
            OptionTypes.flag(),
            false,
            BufferOptions::streamResponses,
            "whether response bodies are not held; their largest size holds all the same");
    private static final OptionSpec<BufferOptions, BufferBudget> BUDGET = optional(
            "budget",
            OptionType.of(BUDGETS, BufferType::readBudget, BufferType::writeBudget)
                    .withSchema(BufferType::budgets),
            BufferOptions.DEFAULT_BUDGET,
            BufferOptions::budget,
            "what may be held at one time, memory and disk together; beyond it 503");
    private static final OptionSpec<BufferOptions, Path> SPILL_DIRECTORY = optional(
            "spillDirectory",
            OptionTypes.parsed("path", Path::of, Path::toString),
            BufferOptions.defaultSpillDirectory(),
            BufferOptions::spillDirectory,
            "where bodies go that are too large for memory");
    private static final OptionSpec<BufferOptions, Optional<RetryOptions>> RETRY = optional(
            "retry",
            OptionTypes.maybe(OptionTypes.nested(RetryType.TYPE)),
            Optional.empty(),
            BufferOptions::retry,
            "when to try again");

    /** The key of a shared budget's account in an environment. */
    private record AccountOf(String budget) {}

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public BufferType() {}

    private static Map<String, Object> budgets() {
        Map<String, Object> bytes = OptionTypes.bytes().schema();
        Map<String, Object> shared = JsonSchemas.of("name", JsonSchemas.text(), "bytes", bytes);
        return JsonSchemas.anyOf(List.of(bytes, JsonSchemas.object(shared, List.of("name", "bytes"))));
    }

    private static BufferBudget readBudget(Object data) {
        return switch (data) {
            case Map<?, ?> map
            when map.size() == 2 && map.containsKey("bytes") && map.get("name") instanceof String name ->
                BufferBudget.shared(name, OptionTypes.bytes().read(String.valueOf(map.get("bytes"))));
            case Map<?, ?> map -> throw new IllegalArgumentException("must be a " + BUDGETS + ", is " + map);
            default -> BufferBudget.of(OptionTypes.bytes().read(data));
        };
    }

    private static Object writeBudget(BufferBudget budget) {
        Object bytes = OptionTypes.bytes().write(budget.bytes());
        return budget.isShared() ? Map.of("name", budget.name(), "bytes", bytes) : bytes;
    }

    @Override
    public String name() {
        return "buffer";
    }

    @Override
    public Stage stage() {
        return Stage.ROUTE;
    }

    @Override
    public List<OptionSpec<BufferOptions, ?>> options() {
        return List.of(
                MAX_REQUEST_BYTES,
                MEMORY_REQUEST_BYTES,
                STREAM_REQUESTS,
                MAX_RESPONSE_BYTES,
                MEMORY_RESPONSE_BYTES,
                STREAM_RESPONSES,
                BUDGET,
                SPILL_DIRECTORY,
                RETRY);
    }

    @Override
    public BufferOptions read(OptionValues<BufferOptions> values) {
        return new BufferOptions(
                values.get(MAX_REQUEST_BYTES),
                values.get(MEMORY_REQUEST_BYTES),
                values.get(STREAM_REQUESTS),
                values.get(MAX_RESPONSE_BYTES),
                values.get(MEMORY_RESPONSE_BYTES),
                values.get(STREAM_RESPONSES),
                values.get(BUDGET),
                values.get(SPILL_DIRECTORY),
                values.get(RETRY));
    }

    @Override
    public Middleware make(BufferOptions options, Environment environment) {
        Account account = account(options.budget(), environment);
        environment.instruments().gauge("buffer.held", account::held);
        environment.instruments().gauge("buffer.spilled", account::spilled);
        return new Buffer(options, account, when -> new Retry(when, environment));
    }

    private static Account account(BufferBudget budget, Environment environment) {
        if (!budget.isShared()) {
            return new Account(budget);
        }
        Account shared = environment.shared(new AccountOf(budget.name()), Account.class, () -> new Account(budget));
        if (!shared.budget().equals(budget)) {
            throw new IllegalArgumentException("buffer budget '" + budget.name() + "' has "
                    + shared.budget().bytes() + " bytes in one place and " + budget.bytes() + " in another");
        }
        return shared;
    }

    @Override
    public Optional<Duration> takes(BufferOptions options, Optional<Duration> inside) {
        return options.retry().map(retry -> RetryType.TYPE.takes(retry, inside)).orElse(inside);
    }

    @Override
    public String describe(BufferOptions options) {
        return "buffer(" + text("request", options.request()) + ", " + text("response", options.response())
                + options.retry().map(when -> ", retry " + when.condition()).orElse("") + ")";
    }

    private static String text(String side, BodyLimits limits) {
        return side
                + (limits.buffered() ? " held " : " streamed ")
                + (limits.maxBytes() == BodyLimits.UNLIMITED ? "any size" : "up to " + limits.maxBytes());
    }

    @Override
    public List<String> problems(BufferOptions options) {
        return options.problems();
    }
}
