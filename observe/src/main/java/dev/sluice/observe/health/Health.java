package dev.sluice.observe.health;

import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.observe.Observed;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.webserver.observe.health.HealthObserver;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Health checks of Helidon's for a program of ours. Each has a name, by which a service may exclude it:
 *
 * <ul>
 *   <li>{@code sluice-listeners}, live: down if a listener has ended by itself, so that the process is started again;
 *   <li>{@code sluice-started}, started: up once the program runs;
 *   <li>{@code sluice-draining}, ready: down from the moment when the program is told to stop;
 *   <li>{@code sluice-pools}, ready: down if no member of any pool takes requests; a detail for each pool without one. One
 *       pool among others does not turn it down: all gateways with the same pool would leave at once, and the other routes
 *       with them;
 *   <li>{@code sluice-model}, ready: always up, since a gateway that was told a wrong model serves the one before; the mistakes
 *       are its details.
 * </ul>
 *
 * <p>A check reads what is known and asks nobody. Thread-safe.
 */
public final class Health {
    private static final int MOST_DETAILS = 20;

    private Health() {}

    /**
     * The observer for a server that shows nothing but one program, with details.
     *
     * @param program that runs
     * @return serves {@code health}, {@code health/live}, {@code health/ready} and {@code health/started}
     */
    public static HealthObserver observer(Observed program) {
        return HealthObserver.builder()
                .details(true)
                .useSystemServices(false)
                .addHealthChecks(checks("sluice", () -> program))
                .build();
    }

    /**
     * The checks of a program.
     *
     * @param name what their names begin with, so that several programs can be told apart
     * @param program asked for with each check; if it throws {@link IllegalStateException}, the program does not run: it is not
     *     started and not ready, and the message says why
     * @return checks for live, started and ready
     * @throws IllegalArgumentException if the name is empty
     */
    public static List<HealthCheck> checks(String name, Supplier<Observed> program) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of health checks must not be empty");
        }
        return List.of(
                new Check(name + "-listeners", HealthCheckType.LIVENESS, true, program, Health::listeners),
                new Check(name + "-started", HealthCheckType.STARTUP, false, program, Health::started),
                new Check(name + "-draining", HealthCheckType.READINESS, false, program, Health::draining),
                new Check(name + "-pools", HealthCheckType.READINESS, false, program, Health::pools),
                new Check(name + "-model", HealthCheckType.READINESS, false, program, Health::model));
    }

    /** What a check finds out, as it goes. */
    private record Answer(Observed program, HealthCheckResponse.Builder told) {
        void down(String detail, Object value) {
            told.status(HealthCheckResponse.Status.DOWN).detail(detail, value);
        }
    }

    /** One check; {@code upWithout} is its answer while the program does not run. */
    private record Check(
            String name, HealthCheckType type, boolean upWithout, Supplier<Observed> program, Consumer<Answer> looks)
            implements HealthCheck {
        @Override
        public HealthCheckResponse call() {
            HealthCheckResponse.Builder told = HealthCheckResponse.builder().status(HealthCheckResponse.Status.UP);
            try {
                looks.accept(new Answer(program.get(), told));
            } catch (IllegalStateException notRunning) {
                told.status(upWithout).detail("why", String.valueOf(notRunning.getMessage()));
            }
            return told.build();
        }
    }

    private static void listeners(Answer answer) {
        answer.program().listeners().stream()
                .filter(listener -> !listener.running())
                .forEach(listener -> answer.down(listener.name(), "has ended by itself"));
    }

    private static void started(Answer answer) {
        answer.told().detail("version", answer.program().version().number());
    }

    private static void draining(Answer answer) {
        if (answer.program().draining()) {
            answer.down("why", "it was told to stop");
        }
    }

    private static void pools(Answer answer) {
        Map<String, Pool> pools = answer.program().pools();
        List<String> without = pools.entrySet().stream()
                .filter(pool -> pool.getValue().members().stream().noneMatch(Member::takes))
                .map(Map.Entry::getKey)
                .toList();
        if (!pools.isEmpty() && without.size() == pools.size()) {
            answer.told().status(HealthCheckResponse.Status.DOWN);
        }
        without.stream().limit(MOST_DETAILS).forEach(pool -> answer.told().detail(pool, "no member takes requests"));
    }

    private static void model(Answer answer) {
        answer.told().detail("version", answer.program().version().number());
        List<String> refused = answer.program().refused();
        if (!refused.isEmpty()) {
            answer.told()
                    .detail("refused", String.join("; ", refused.subList(0, Math.min(refused.size(), MOST_DETAILS))));
        }
    }
}
