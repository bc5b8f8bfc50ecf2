package dev.sluice.model;

import dev.sluice.core.Handler;

/**
 * What is made of a step between the pick of a member and the end that sends requests of its own there, such as health
 * checks.
 */
public interface UsesEnd {
    /**
     * Tells where the requests of the step's pool go. Called when a generation has been made whole, and again with each
     * later one that keeps the step.
     *
     * @param end made of the terminal behind the step
     */
    void endsAt(Handler end);
}
