package dev.sluice.middlewares.loadbalance.sticky;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.core.Upstream;
import dev.sluice.core.options.MistakesException;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.testkit.ManualTicker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CookieValueTest {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Upstream A = Upstream.of("http://a");
    private static final Upstream B = Upstream.of("https://[2001:db8::1]:8443/base");
    private static final List<Member> MEMBERS =
            new Pool().upsert(A, 1).upsert(B, 1).members();
    private static final Member MEMBER_A = MEMBERS.get(0);
    private static final Member MEMBER_B = MEMBERS.get(1);

    /** By oxy's recipe, the nonce from the time: http://a with the key above, valid until one minute past the epoch. */
    private static final String FROM_OXY = "uBSXEpgtBpdKsTV-Sl9jtz7KxbuGqLBeQoi_H33FY6D7g_KAgNDfvZS5hgECAwQ";

    private static final String FROM_OXY_WITHOUT_END = "uBSXEpgtBpejlK19tlo4AS_kDIDu--qFgIDQ372UuYYBAgME";

    private final ManualTicker ticker = new ManualTicker();

    private CookieCodec codec(CookieValue value) {
        return value.codec(ticker, new SplittableRandom(1));
    }

    private CookieCodec aes(Duration ttl) {
        return codec(CookieValue.aes(KEY, ttl));
    }

    private List<CookieCodec> plain() {
        return List.of(codec(CookieValue.raw()), codec(CookieValue.hash("pepper")), codec(CookieValue.aes(KEY)));
    }

    @Test
    void namesTheUpstreamItWasMadeOf() {
        for (CookieCodec value : List.of(
                codec(CookieValue.raw()),
                codec(CookieValue.hash("pepper")),
                codec(CookieValue.aes(KEY)),
                aes(Duration.ofHours(1)))) {
            assertEquals(Optional.of(MEMBER_A), value.named(value.of(A), MEMBERS), value.toString());
            assertEquals(Optional.of(MEMBER_B), value.named(value.of(B), MEMBERS), value.toString());
        }
    }

    @Test
    void namesNobodyWhoIsNoMember() {
        for (CookieCodec value : plain()) {
            assertEquals(Optional.empty(), value.named(value.of(A), List.of(MEMBER_B)), value.toString());
        }
    }

    @Test
    void writesOnlyWhatACookieMayHold() {
        for (CookieCodec value : plain()) {
            assertTrue(value.of(B).matches("[!#-+\\--:<-\\[\\]-~]+"), value.of(B));
        }
    }

    @Property(tries = 300)
    void makesNothingOfNonsense(@ForAll String nonsense) {
        for (CookieCodec value : plain()) {
            assertEquals(Optional.empty(), value.named(nonsense, MEMBERS));
        }
    }

    @Test
    void hashesByFnv1aOf64Bits() {
        assertEquals("47935331f4e19ffe", codec(CookieValue.hash("")).of(A));
        assertEquals("5526be0270473f62", codec(CookieValue.hash("pepper")).of(A));
    }

    @Test
    void readsWhatOxyWrote() {
        assertEquals(Optional.of(MEMBER_A), aes(Duration.ofHours(1)).named(FROM_OXY, MEMBERS));
        assertEquals(Optional.of(MEMBER_A), codec(CookieValue.aes(KEY)).named(FROM_OXY_WITHOUT_END, MEMBERS));
    }

    @Test
    void forgetsWhatHasExpired() {
        ticker.advance(Duration.ofMinutes(1));
        assertEquals(Optional.of(MEMBER_A), aes(Duration.ofHours(1)).named(FROM_OXY, MEMBERS));
        ticker.advance(Duration.ofNanos(1));
        assertEquals(Optional.empty(), aes(Duration.ofHours(1)).named(FROM_OXY, MEMBERS));
    }

    @Test
    void wantsAnEndIfItHasATtl() {
        assertEquals(Optional.empty(), aes(Duration.ofHours(1)).named(FROM_OXY_WITHOUT_END, MEMBERS));
        assertEquals(Optional.empty(), codec(CookieValue.aes(KEY)).named(FROM_OXY, MEMBERS));
    }

    @Test
    void refusesAForgedValue() {
        CookieCodec value = codec(CookieValue.aes(KEY));
        StringBuilder forged = new StringBuilder(value.of(A));
        forged.setCharAt(3, forged.charAt(3) == 'x' ? 'y' : 'x');
        assertEquals(Optional.empty(), value.named(forged.toString(), MEMBERS));
        assertEquals(Optional.empty(), value.named("", MEMBERS));
        byte[] other = KEY.clone();
        other[0]++;
        assertEquals(Optional.empty(), value.named(codec(CookieValue.aes(other)).of(A), MEMBERS));
    }

    @Test
    void neverWritesTheSameTwice() {
        CookieCodec value = codec(CookieValue.aes(KEY));
        assertNotEquals(value.of(A), value.of(A));
    }

    @Test
    void readsTheOldAndWritesTheNewInAMigration() {
        CookieCodec migrating = codec(CookieValue.migrating(CookieValue.raw(), CookieValue.hash("")));
        assertEquals(Optional.of(MEMBER_A), migrating.named("http://a", MEMBERS));
        assertEquals(Optional.of(MEMBER_A), migrating.named("47935331f4e19ffe", MEMBERS));
        assertEquals("47935331f4e19ffe", migrating.of(A));
    }

    @Test
    void refusesAKeyOfAnotherLength() {
        assertEquals(
                "aes key must have 16, 24 or 32 bytes, has 15",
                assertThrows(IllegalArgumentException.class, () -> CookieValue.aes(new byte[15]))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> aes(Duration.ofSeconds(-1)));
    }

    @Test
    void tellsAllMistakesOfAKeyAtOnceAndPrintsNone() {
        assertEquals(
                List.of("aes key must have 16, 24 or 32 bytes, has 15", "aes ttl must not be negative, is PT-1S"),
                assertThrows(MistakesException.class, () -> CookieValue.aes(new byte[15], Duration.ofSeconds(-1)))
                        .mistakes());
        assertEquals("Aes[key=***, ttl=PT0S]", CookieValue.aes(KEY).toString());
        assertEquals(CookieValue.aes(KEY), CookieValue.aes(KEY.clone()));
    }
}
