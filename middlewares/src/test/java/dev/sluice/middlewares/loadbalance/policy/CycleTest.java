package dev.sluice.middlewares.loadbalance.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CycleTest {
    private static List<Member> weighted(List<Integer> weights) {
        Pool pool = new Pool();
        for (int weight : weights) {
            pool.upsert("http://m" + pool.members().size(), weight);
        }
        return pool.members();
    }

    private static String turns(int count, Integer... weights) {
        Cycle cycle = Cycle.of(weighted(List.of(weights)));
        return LongStream.range(0, count)
                .mapToObj(turn -> cycle.at(turn).upstream().host().substring(1))
                .collect(Collectors.joining(" "));
    }

    @Test
    void interleavesByWeight() {
        assertEquals("0 0 1 0 1 2 0 0 1 0 1 2", turns(12, 3, 2, 1));
    }

    @Test
    void dividesByTheGreatestCommonDivisor() {
        assertEquals("0 0 1 2 0 0 1 2", turns(8, 200, 100, 100));
    }

    @Test
    void leavesOutWhoHasNoWeight() {
        assertEquals("0 2 0 2", turns(4, 1, 0, 1));
    }

    @Test
    void staysExactForHugeWeights() {
        Cycle cycle = Cycle.of(weighted(List.of(Integer.MAX_VALUE, Integer.MAX_VALUE - 1, 1)));
        assertEquals(2L * Integer.MAX_VALUE, cycle.length());
        assertEquals("m2", cycle.at(cycle.length() - 1).upstream().host());
        assertEquals("m0", cycle.at(cycle.length()).upstream().host());
    }

    @Test
    void survivesTheOverflowOfTheTurn() {
        Cycle cycle = Cycle.of(weighted(List.of(3, 2, 1)));
        assertEquals(cycle.at(5), cycle.at(-1));
    }

    @Property(tries = 300)
    void takesTurnsExactlyAsOxyDoes(@ForAll @Size(min = 1, max = 9) List<@IntRange(max = 24) Integer> weights) {
        List<Member> members = weighted(weights);
        Cycle cycle = Cycle.of(members);
        OxyRotation oxy = new OxyRotation(members);
        for (long turn = 0; turn < 2 * cycle.length(); turn++) {
            assertEquals(oxy.next(), cycle.at(turn), "turn " + turn + " of " + members);
        }
    }

    @Property(tries = 100)
    void givesEachItsExactShareInAnyWholeCycle(
            @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 30) Integer> weights,
            @ForAll @IntRange(max = 1000) int start) {
        List<Member> members = weighted(weights);
        Cycle cycle = Cycle.of(members);
        Map<Member, Long> taken = new HashMap<>();
        for (long turn = start; turn < start + cycle.length(); turn++) {
            taken.merge(cycle.at(turn), 1L, Long::sum);
        }
        long sum = weights.stream().mapToLong(Integer::longValue).sum();
        members.forEach(member ->
                assertEquals(member.weight() * cycle.length(), taken.get(member) * sum, member + " of " + members));
    }

    @Property(tries = 300)
    void findsTheNextTurnOfAMember(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 9) Integer> weights,
            @ForAll @IntRange(max = 100) int from,
            @ForAll @IntRange(max = 5) int which) {
        List<Member> members = weighted(weights);
        Member member = members.get(which % members.size());
        Cycle cycle = Cycle.of(members);
        long position = from % cycle.length();
        long expected = LongStream.range(position, position + cycle.length())
                        .filter(turn -> cycle.at(turn) == member)
                        .findFirst()
                        .orElseThrow()
                % cycle.length();
        assertEquals(expected, cycle.turnOf(member, position));
    }
}
