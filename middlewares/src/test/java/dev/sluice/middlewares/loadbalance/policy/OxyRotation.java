package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.List;

/** oxy's {@code RoundRobin.nextServer}, word for word, as the reference that {@link Cycle} must equal. */
final class OxyRotation {
    private final List<Member> servers;
    private int index = -1;
    private int currentWeight;

    OxyRotation(List<Member> servers) {
        this.servers = servers;
    }

    Member next() {
        int gcd = servers.stream().mapToInt(Member::weight).reduce(0, Cycle::gcd);
        int maxWeight = servers.stream().mapToInt(Member::weight).max().orElseThrow();
        while (true) {
            index = (index + 1) % servers.size();
            if (index == 0) {
                currentWeight -= gcd;
                if (currentWeight <= 0) {
                    currentWeight = maxWeight;
                }
            }
            if (servers.get(index).weight() >= currentWeight) {
                return servers.get(index);
            }
        }
    }
}
