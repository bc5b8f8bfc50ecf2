package dev.sluice.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A pool that routes name.
 *
 * @param members who belongs to it
 * @param node how its requests leave: steps around and behind the pick of a member, and the terminal
 */
public record PoolNode(Spec<?> members, Node node) {
    /**
     * Its steps and its terminal.
     *
     * @param name of the pool
     * @return in the order in which a request meets them
     */
    public List<Located> located(String name) {
        List<Located> all = new ArrayList<>();
        Model.locate(node, Paths.pool(name), all);
        return List.copyOf(all);
    }
}
