package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyStepsTest {
    private final Parts parts = new Parts();

    @Test
    void eachStepSharesItsInstanceUnderTheNameOfThePolicyAndItsNumber() {
        List<Step<?>> steps = PolicySteps.of("limits", List.of(parts.step("a"), parts.step("b")));
        assertThat(steps.stream().map(Step::shared))
                .containsExactly(Optional.of("limits/noting#1"), Optional.of("limits/noting#2"));
        assertThat(steps).map(Step::describe).containsExactly("noting(a)", "noting(b)");
    }

    @Test
    void theNameOfAPolicyIsReadBackWhateverItIs() {
        for (String policy : List.of("limits", "a", "a/b", "a/noting#1", "noting#1/")) {
            assertThat(PolicySteps.of(policy, List.of(parts.step("x"))))
                    .allSatisfy(step -> assertThat(PolicySteps.policy(step)).contains(policy));
        }
        assertThat(PolicySteps.policy(parts.step("alone"))).isEmpty();
        assertThat(PolicySteps.policy(parts.step("named").sharing("bucket"))).contains("bucket");
    }
}
