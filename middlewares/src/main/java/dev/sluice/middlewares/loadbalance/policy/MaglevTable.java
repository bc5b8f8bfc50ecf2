package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.core.options.KeyHash;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The lookup table of Maglev (Eisenbud et al., NSDI 2016, §3.4): each member takes slots in an order of its own, in turn, as
 * often as its effective weight says. If a member comes or leaves, nearly all other slots stay with their members. Depends on
 * the members' URLs and weights only, so that all gateways and all starts of one agree. Immutable.
 */
final class MaglevTable {
    /** A prime: every order then visits every slot. */
    private static final int SIZE = 65_537;

    private final Member[] slots = new Member[SIZE];

    /** Of members, and their weights in the same order. */
    MaglevTable(List<Member> members, List<Integer> weights) {
        List<Order> orders = IntStream.range(0, members.size())
                .mapToObj(i -> new Order(members.get(i), weights.get(i)))
                .sorted(Comparator.comparing(order -> order.name))
                .toList();
        long most = orders.stream().mapToLong(order -> order.weight).max().orElse(1);
        int taken = 0;
        while (taken < SIZE) {
            for (Order order : orders) {
                if (taken < SIZE && order.credited(most)) {
                    take(order);
                    taken++;
                }
            }
        }
    }

    private void take(Order order) {
        while (slots[order.at] != null) {
            order.advance();
        }
        slots[order.at] = order.member;
    }

    /** The order in which a member wants the slots, and its share of the turns. */
    private static final class Order {
        private final Member member;
        private final String name;
        private final long weight;
        private final int skip;
        private int at;
        private long credit;

        Order(Member member, int weight) {
            this.member = member;
            this.name = member.upstream().toString();
            this.weight = Math.max(1, weight);
            this.at = (int) Math.unsignedMultiplyHigh(KeyHash.of(name), SIZE);
            this.skip = 1 + (int) Math.unsignedMultiplyHigh(KeyHash.of(name + " skip"), SIZE - 1);
        }

        /** Whether it takes a slot in this turn: always, if its weight is the greatest. */
        boolean credited(long most) {
            credit += weight;
            boolean takes = credit >= most;
            credit -= takes ? most : 0;
            return takes;
        }

        void advance() {
            at = (at + skip) % SIZE;
        }
    }

    /** The slot of a key; the slots after it belong to members as if by chance. */
    static int slot(String key) {
        return (int) Math.unsignedMultiplyHigh(KeyHash.of(key), SIZE);
    }

    /** The member of a slot; slots are counted in a circle. */
    Member at(int slot) {
        return slots[slot % SIZE];
    }
}
