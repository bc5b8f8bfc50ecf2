package dev.sluice.model;

/**
 * A pool that routes name.
 *
 * @param members who belongs to it
 * @param node how its requests leave: steps around and behind the pick of a member, and the terminal
 */
public record PoolNode(Spec<?> members, Node node) {}
