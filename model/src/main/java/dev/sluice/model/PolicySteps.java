package dev.sluice.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of a policy, which stand for the same instances wherever the policy is used: each shares its instance under
 * the name of the policy, its type, and its number among those of that type, as {@code limits/rateLimit#1}.
 */
public final class PolicySteps {
    private PolicySteps() {}

    /**
     * Steps that share their instances.
     *
     * @param policy the name of their policy
     * @param steps as they were written
     * @return the same steps, each with the name of its instance
     */
    public static List<Step<?>> of(String policy, List<Step<?>> steps) {
        List<Step<?>> shared = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (Step<?> step : steps) {
            String type = step.type().name();
            shared.add(step.sharing(policy + "/" + type + "#" + numbers.merge(type, 1, Integer::sum)));
        }
        return List.copyOf(shared);
    }

    /**
     * The policy that a step belongs to. A shared instance that was named otherwise is a policy of its own.
     *
     * @param step any
     * @return the name of the policy; empty for a step with an instance of its own
     */
    public static Optional<String> policy(Step<?> step) {
        return step.shared().map(name -> {
            int end = name.lastIndexOf("/" + step.type().name() + "#");
            return end < 0 ? name : name.substring(0, end);
        });
    }
}
