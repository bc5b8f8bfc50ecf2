package dev.sluice.middlewares.loadbalance.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.middlewares.Notes;
import dev.sluice.model.Environment;
import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.testkit.SimulatedTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A pool that follows its source, in virtual time. */
class DiscoveryTest {
    private static final DiscoveryOptions AT_ONCE = new DiscoveryOptions(Duration.ofSeconds(10), Duration.ZERO, 1);

    private final SimulatedTime time = new SimulatedTime();
    private final Random random = new Random(1);
    private final Notes notes = new Notes();
    private final List<Decision> decisions = notes.decisions();
    private final Environment environment =
            Environment.of(time, time, random, random).withJournal(notes);
    private final Scripted source = new Scripted();
    private final List<Long> asked = new ArrayList<>();

    /** Says what it is set to. */
    private final class Scripted implements MemberSource {
        private List<String> urls = List.of();
        private Optional<Duration> validFor = Optional.empty();
        private Optional<String> failure = Optional.empty();
        private Duration takes = Duration.ZERO;
        private boolean closed;

        @Override
        public Found find() throws IOException {
            asked.add(time.nanos() / 1_000_000);
            if (takes.isPositive()) {
                time.sleep(takes);
            }
            if (failure.isPresent()) {
                throw new IOException(failure.get());
            }
            return new Found(specs(urls), validFor);
        }

        void says(String... members) {
            urls = List.of(members);
            failure = Optional.empty();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static List<MemberSpec> specs(List<String> urls) {
        return urls.stream().map(url -> new MemberSpec(Upstream.of(url), 1)).toList();
    }

    private PoolSpec spec(DiscoveryOptions options, String... seeds) {
        PoolSpec.Builder pool = PoolSpec.builder().name("api").source(source).discovery(options);
        Arrays.stream(seeds).forEach(pool::member);
        return pool.build();
    }

    private Pool follow(PoolSpec spec) {
        MembersType.TYPE.apply(spec, environment);
        return new PoolName("api").in(environment);
    }

    private Pool follow(DiscoveryOptions options, String... seeds) {
        return follow(spec(options, seeds));
    }

    private void at(int seconds, Runnable task) {
        time.after(Duration.ofSeconds(seconds), task);
    }

    /** Until the pool is closed, after which no timer is left. */
    private void runFor(int seconds) {
        at(seconds, environment::forgetAll);
        time.run();
    }

    private static List<String> urls(Pool pool) {
        return pool.members().stream()
                .map(member -> member.upstream().toString())
                .toList();
    }

    @Test
    void takesTheFirstListAtOnceInPlaceOfTheMembersThatAreWritten() {
        source.says("http://a", "http://b");

        Pool pool = follow(DiscoveryOptions.DEFAULT, "http://seed");

        assertThat(urls(pool)).containsExactly("http://seed");
        runFor(1);
        assertThat(urls(pool)).containsExactly("http://a", "http://b");
    }

    @Test
    void aListThatChangesNothingChangesNothing() {
        source.says("http://a", "http://b");
        Pool pool = follow(AT_ONCE);
        List<List<Member>> seen = new ArrayList<>();
        at(1, () -> {
            seen.add(pool.taking());
            source.says("http://b", "http://a");
        });

        runFor(100);

        assertThat(asked).hasSizeGreaterThan(8);
        assertThat(pool.taking()).isSameAs(seen.getFirst());
    }

    @Test
    void membersThatStayKeepTheirStateWhenOthersCome() {
        source.says("http://a", "http://b");
        Pool pool = follow(AT_ONCE);
        List<Member> before = new ArrayList<>();
        at(1, () -> {
            before.addAll(pool.members());
            pool.markDown("http://b");
            source.says("http://c", "http://b");
        });

        runFor(100);

        assertThat(urls(pool)).containsExactly("http://b", "http://c");
        assertThat(pool.members().getFirst()).isSameAs(before.get(1));
        assertThat(pool.members().getFirst().takes()).isFalse();
    }

    @Test
    void asksAgainWhenWhatItSaidIsNotValidAnyMoreWithUpToATenthOnTop() {
        source.says("http://a");
        source.validFor = Optional.of(Duration.ofSeconds(4));
        follow(AT_ONCE);

        runFor(100);

        assertThat(pauses()).isNotEmpty().allSatisfy(pause -> assertThat(pause).isBetween(4_000L, 4_400L));
        assertThat(Set.copyOf(pauses())).hasSizeGreaterThan(10);
    }

    @Test
    void asksAtLeastAsOftenAsItIsTold() {
        source.says("http://a");
        source.validFor = Optional.of(Duration.ofDays(1));
        follow(AT_ONCE);

        runFor(100);

        assertThat(pauses()).isNotEmpty().allSatisfy(pause -> assertThat(pause).isBetween(10_000L, 11_000L));
    }

    @Test
    void asksNotMoreOftenThanOnceASecond() {
        source.says("http://a");
        source.validFor = Optional.of(Duration.ZERO);
        follow(AT_ONCE);

        runFor(10);

        assertThat(pauses()).isNotEmpty().allSatisfy(pause -> assertThat(pause).isBetween(1_000L, 1_100L));
    }

    @Test
    void isNeverAskedTwiceAtATime() {
        source.says("http://a");
        source.takes = Duration.ofSeconds(25);
        follow(AT_ONCE);

        runFor(100);

        assertThat(pauses()).isNotEmpty().allSatisfy(pause -> assertThat(pause).isGreaterThan(25_000L));
    }

    private List<Long> pauses() {
        return IntStream.range(1, asked.size())
                .mapToObj(i -> asked.get(i) - asked.get(i - 1))
                .toList();
    }

    @Test
    void aSourceThatFailsKeepsTheLastListAndIsAskedAgainLaterEachTime() {
        source.says("http://a");
        Pool pool = follow(AT_ONCE);
        at(1, () -> source.failure = Optional.of("no route to the registry"));

        at(60, () -> {
            assertThat(pool.discovery().orElseThrow().failure()).contains("no route to the registry");
            assertThat(pool.discovery().orElseThrow().age()).isGreaterThan(Duration.ofSeconds(55));
            assertThat(pool).asString().contains("http://a (from source, ").contains("no route to the registry");
        });
        runFor(61);

        assertThat(urls(pool)).containsExactly("http://a");
        List<Long> after = pauses().subList(1, 6);
        assertThat(after.get(0)).isBetween(1_000L, 1_100L);
        assertThat(after.get(1)).isBetween(2_000L, 2_200L);
        assertThat(after.get(2)).isBetween(4_000L, 4_400L);
        assertThat(after.get(3)).isBetween(8_000L, 8_800L);
        assertThat(after.get(4)).isBetween(10_000L, 11_000L);
        assertThat(decisions).contains(new Decision.SourceFailed("source", "no route to the registry"));
    }

    @Test
    void aSourceThatComesBackIsUsedAgain() {
        source.failure = Optional.of("no route");
        Pool pool = follow(AT_ONCE);
        at(20, () -> source.says("http://a"));

        at(39, () -> assertThat(pool.discovery().orElseThrow().failure()).isEmpty());
        runFor(40);

        assertThat(urls(pool)).containsExactly("http://a");
    }

    @Test
    void aSourceThatNamesNobodyOrTooManyIsAFailure() {
        source.says("http://a");
        Pool pool = follow(AT_ONCE);
        at(1, () -> source.says());
        at(
                30,
                () -> source.urls = IntStream.rangeClosed(0, Discovery.MOST)
                        .mapToObj(i -> "http://m" + i)
                        .toList());

        runFor(60);

        assertThat(urls(pool)).containsExactly("http://a");
        assertThat(decisions)
                .contains(
                        new Decision.SourceFailed("source", "it names nobody"),
                        new Decision.SourceFailed("source", "it names 10001 members, the most are 10000"));
    }

    @Test
    void aBugInASourceKeepsTheLastListToo() {
        Pool pool = follow(PoolSpec.builder()
                .name("api")
                .member("http://a")
                .source(() -> {
                    throw new IllegalStateException("bug");
                })
                .build());

        runFor(100);

        assertThat(urls(pool)).containsExactly("http://a");
        assertThat(decisions).contains(new Decision.SourceFailed("source", "java.lang.IllegalStateException: bug"));
    }

    @Test
    void neverGoesBelowTheFloorBecauseTheSourceSaysSo() {
        source.says("http://a", "http://b", "http://c");
        Pool pool = follow(AT_ONCE.withFloor(2));
        at(1, () -> source.says("http://a"));
        at(30, () -> assertThat(urls(pool)).containsExactly("http://a", "http://b", "http://c"));
        at(31, () -> source.says("http://b", "http://d"));

        runFor(60);

        assertThat(urls(pool)).containsExactly("http://b", "http://d");
        assertThat(decisions).contains(new Decision.SourceFailed("source", "it names 1, the floor is 2"));
    }

    @Test
    void fewerThanTheFloorAreBetterThanNobody() {
        source.says("http://a");

        Pool pool = follow(AT_ONCE.withFloor(3));
        runFor(1);

        assertThat(urls(pool)).containsExactly("http://a");
    }

    @Test
    void aListThatIsGoneAgainWithinTheDebounceIsNotTaken() {
        source.validFor = Optional.of(Duration.ofSeconds(1));
        source.says("http://a", "http://b");
        Pool pool = follow(AT_ONCE.withDebounce(Duration.ofSeconds(5)));
        List<Member> before = new ArrayList<>();
        at(2, () -> {
            before.addAll(pool.members());
            source.says("http://a");
        });
        at(5, () -> source.says("http://a", "http://b"));

        runFor(30);

        assertThat(pool.members()).isEqualTo(before);
    }

    @Test
    void aListIsTakenWhenItHasNotChangedForTheDebounce() {
        source.validFor = Optional.of(Duration.ofSeconds(1));
        source.says("http://a");
        Pool pool = follow(AT_ONCE.withDebounce(Duration.ofSeconds(5)));
        at(2, () -> source.says("http://b"));
        at(6, () -> assertThat(urls(pool)).containsExactly("http://a"));
        at(10, () -> assertThat(urls(pool)).containsExactly("http://b"));

        runFor(11);

        assertThat(urls(pool)).containsExactly("http://b");
    }

    @Test
    void aListThatDiffersEachTimeIsTakenAfterTenTimesTheDebounce() {
        source.validFor = Optional.of(Duration.ofSeconds(1));
        source.says("http://a");
        Pool pool = follow(AT_ONCE.withDebounce(Duration.ofSeconds(2)));
        IntStream.range(1, 60).forEach(second -> at(second, () -> source.says("http://m" + second)));
        at(18, () -> assertThat(urls(pool)).containsExactly("http://a"));
        at(26, () -> assertThat(urls(pool)).doesNotContain("http://a"));

        runFor(27);
    }

    @Test
    void aSpecThatIsTheSameKeepsTheSourceAndAnotherBeginsAnew() {
        source.says("http://a");
        PoolSpec spec = spec(AT_ONCE);
        Pool pool = follow(spec);
        List<Discovery> first = new ArrayList<>();
        at(1, () -> {
            first.add(pool.discovery().orElseThrow());
            follow(spec(AT_ONCE, "http://seed"));
            assertThat(pool.discovery()).containsSame(first.getFirst());
            assertThat(urls(pool)).containsExactly("http://a");
        });
        at(2, () -> {
            follow(spec.discovery().equals(AT_ONCE) ? AT_ONCE.withFloor(2) : AT_ONCE);
            assertThat(pool.discovery()).isPresent().get().isNotSameAs(first.getFirst());
            assertThat(urls(pool)).containsExactly("http://a");
        });
        at(3, () -> {
            follow(new PoolSpec("api", specs(List.of("http://static"))));
            assertThat(pool.discovery()).isEmpty();
            assertThat(urls(pool)).containsExactly("http://static");
            asked.clear();
        });

        runFor(100);

        assertThat(asked).isEmpty();
        assertThat(urls(pool)).containsExactly("http://static");
    }

    @Test
    void ofAPoolThatIsForgottenNobodyIsAsked() {
        source.says("http://a");
        Pool pool = follow(AT_ONCE);
        at(1, () -> {
            environment.forget(new PoolName("api"));
            asked.clear();
        });

        time.run();

        assertThat(source.closed).isTrue();
        assertThat(asked).isEmpty();
        assertThat(urls(pool)).containsExactly("http://a");
    }

    @Test
    void whatALookThatOutlivesThePoolFindsIsNotTaken() {
        source.says("http://late");
        source.takes = Duration.ofSeconds(5);
        Pool pool = follow(AT_ONCE);
        at(1, () -> environment.forget(new PoolName("api")));

        time.run();

        assertThat(pool.members()).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoWaitsForTheFirstAnswerWaitsNoLonger() {
        source.says("http://a");
        source.takes = Duration.ofSeconds(3);
        Pool pool = follow(AT_ONCE);
        at(0, () -> {
            assertThat(pool.discovery().orElseThrow().awaitFirst(Duration.ofSeconds(2)))
                    .isFalse();
            assertThat(pool.discovery().orElseThrow().awaitFirst(Duration.ofSeconds(2)))
                    .isTrue();
            assertThat(urls(pool)).containsExactly("http://a");
        });

        runFor(5);
    }

    @Test
    void aPoolWithoutANameFollowsItsSourceToo() {
        source.says("http://a");
        PoolSpec spec = PoolSpec.builder().source(source).build();

        Pool pool = spec.in(environment);
        runFor(1);

        assertThat(urls(pool)).containsExactly("http://a");
    }

    @Test
    void optionsNameWhatIsWrongWithThem() {
        assertThatThrownBy(() -> new DiscoveryOptions(Duration.ZERO, Duration.ofSeconds(-1), 0))
                .hasMessageContaining("every must be 1 s or more, is PT0S")
                .hasMessageContaining("debounce must not be negative, is PT-1S")
                .hasMessageContaining("floor must be 1 or more, is 0");
        assertThatThrownBy(() -> PoolSpec.builder().build())
                .hasMessage("needs at least one upstream, or a source of members");
    }

    @Test
    void aSourceOfTheProgramsOwnIsNotWritten() {
        assertThatThrownBy(() -> SourceSpec.option().write(new SourceSpec.Own(source)))
                .isInstanceOf(OpaqueValueException.class);
    }
}
