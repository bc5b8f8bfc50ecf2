package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/**
 * Who may look at a clock, sleep, or wait for a time: the system's ticker. Everybody else is handed time and timers, so
 * that it can be simulated.
 */
final class ClockRule {
    /** Each with the reason why it may. */
    private static final Map<String, String> EXEMPT = Map.of(
            "dev.sluice.core.time.SystemTicker", "is the clock",
            "dev.sluice.middlewares.trace.TraceWriter",
                    "gathers lines on a thread of its own, which no request waits for",
            "dev.sluice.forwarder.upload.Upload", "waits for a moment of the network's, not for a time of a policy",
            "dev.sluice.discovery.DnsLook", "waits for a server of the network's, not for a time of a policy",
            "dev.sluice.cli.Rehearsal", "is a process that must end by itself",
            "dev.sluice.testkit.ManualTimers", "bounds how long a test waits for a thread to set a timer");

    /** Methods that look at the time, or wait for one, by the class that has them; an empty set is all methods. */
    private static final Map<String, Set<String>> CLOCKS = Map.ofEntries(
            Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis")),
            Map.entry("java.lang.Thread", Set.of("sleep")),
            Map.entry("java.util.concurrent.TimeUnit", Set.of("sleep", "timedWait", "timedJoin")),
            Map.entry("java.util.concurrent.locks.LockSupport", Set.of("parkNanos", "parkUntil")),
            Map.entry("java.util.concurrent.locks.Condition", Set.of("awaitNanos", "awaitUntil")),
            Map.entry(
                    "java.util.concurrent.CompletableFuture",
                    Set.of("orTimeout", "completeOnTimeout", "delayedExecutor")),
            Map.entry("java.time.Clock", Set.of()),
            Map.entry("java.util.Timer", Set.of()),
            Map.entry("java.util.concurrent.ScheduledThreadPoolExecutor", Set.of()),
            Map.entry("java.util.concurrent.ScheduledExecutorService", Set.of()));

    /** Waits of these classes are timed if they are given a number. */
    private static final Set<String> WAITING =
            Set.of("await", "wait", "join", "get", "poll", "offer", "tryAcquire", "tryLock");

    static final ArchRule RULE = noClasses()
            .that(DescribedPredicate.describe("are no clocks", type -> !EXEMPT.containsKey(outermost(type))))
            .should()
            .callCodeUnitWhere(
                    DescribedPredicate.describe("it looks at the time or waits for one", ClockRule::isClock));

    private ClockRule() {}

    private static String outermost(JavaClass type) {
        String name = type.getName();
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    private static boolean isClock(JavaCall<?> call) {
        CodeUnitCallTarget target = call.getTarget();
        String owner = target.getOwner().getName();
        String method = target.getName();
        Set<String> known = CLOCKS.get(owner);
        if (known != null && (known.isEmpty() || known.contains(method))) {
            return true;
        }
        boolean now = owner.startsWith("java.time.") && method.equals("now");
        boolean javas = owner.startsWith("java.lang.") || owner.startsWith("java.util.concurrent.");
        return now || (javas && WAITING.contains(method) && isTimed(target));
    }

    private static boolean isTimed(CodeUnitCallTarget target) {
        return target.getRawParameterTypes().stream()
                .map(HasName::getName)
                .anyMatch(type -> type.equals("long") || type.equals("java.time.Duration"));
    }
}
