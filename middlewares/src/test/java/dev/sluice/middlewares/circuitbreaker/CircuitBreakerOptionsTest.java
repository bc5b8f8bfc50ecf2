package dev.sluice.middlewares.circuitbreaker;

import static dev.sluice.testkit.Exchanges.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.expression.ExpressionException;
import dev.sluice.middlewares.circuitbreaker.Readings.Codes;
import dev.sluice.testkit.Exchanges;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerOptionsTest {
    private static CircuitBreakerOptions.Builder options() {
        return CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.5");
    }

    private static void assertRefused(String message, CircuitBreakerOptions.Builder options) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, options::build).getMessage());
    }

    private static Response fallback(CircuitBreakerOptions.Builder options, String method, String target) {
        return options.build()
                .fallback()
                .orElseThrow()
                .answer(Exchanges.request(method, target, Fields.EMPTY, Body.empty()));
    }

    private static String location(Response response) {
        assertEquals(302, response.status().code());
        return response.fields().first("Location").orElseThrow();
    }

    @Test
    void hasOxysDefaults() {
        CircuitBreakerOptions defaults = options().build();
        assertEquals(Duration.ofSeconds(10), defaults.fallbackDuration());
        assertEquals(Duration.ofSeconds(10), defaults.recoveryDuration());
        assertEquals(Duration.ofMillis(100), defaults.checkPeriod());
        assertEquals(10, defaults.minimumRequests());
        assertTrue(defaults.fallback().isEmpty());
    }

    @Test
    void namesOptionAndValueWhenItRefuses() {
        assertRefused("fallbackDuration must be positive, is PT0S", options().fallbackDuration(Duration.ZERO));
        assertRefused(
                "recoveryDuration must be positive, is PT-1S", options().recoveryDuration(Duration.ofSeconds(-1)));
        assertRefused("checkPeriod must be positive, is PT0S", options().checkPeriod(Duration.ZERO));
        assertRefused("minimumRequests must be at least 1, is 0", options().minimumRequests(0));
        assertRefused("window must be 1 s or more, is PT0.999S", options().window(Duration.ofMillis(999)));
        assertRefused("fallback status must be 200..599, is 101", options().respond(101, "text/plain", ""));
        assertRefused(
                "redirect must be an absolute URL, is /only/a/path", options().redirect("/only/a/path"));
        assertRefused(
                """
                fallback status must be 200..599, is 101
                checkPeriod must be positive, is PT0S
                latencyWindow must be 1 s or more, is PT0S""",
                options()
                        .checkPeriod(Duration.ZERO)
                        .latencyWindow(Duration.ZERO)
                        .respond(101, "text/plain", ""));
    }

    @Test
    void answersWithAFixedResponse() {
        Response response = fallback(options().respond(200, "application/json", "{}"), "GET", "/");
        assertEquals(200, response.status().code());
        assertEquals("application/json", response.fields().first("Content-Type").orElseThrow());
        assertEquals("{}", Exchanges.send(response));
        assertEquals("{}", Exchanges.send(fallback(options().respond(200, "text/plain", "{}"), "GET", "/")));
    }

    @Test
    void redirectsToOnePlaceOrToTheSamePath() {
        assertEquals("https://b/x", location(fallback(options().redirect("https://b/x"), "GET", "/a?q=1")));
        assertEquals(
                "https://b/x/a%20b?q=1",
                location(fallback(options().redirectPreservingPath("https://b/x/"), "GET", "/a%20b?q=1")));
    }

    @Test
    void neverLetsATargetBecomeAPartOfTheHost() {
        assertEquals("https://b", location(fallback(options().redirectPreservingPath("https://b"), "OPTIONS", "*")));
    }

    @Test
    void parsesEveryFunctionOfOxyToItsTypedTwin() {
        assertEquals(TripWhen.networkErrorRatio().greaterThan(0.5), TripWhen.parse("NetworkErrorRatio() > 0.5"));
        assertEquals(
                TripWhen.latencyAtQuantileMs(99.9).atLeast(100), TripWhen.parse("LatencyAtQuantileMS(99.9) >= 100"));
        assertEquals(TripWhen.requestThreshold().greaterThan(20), TripWhen.parse("RequestThreshold() > 20"));
        assertEquals(
                TripWhen.responseCodeRatio(new Codes(500, 600), new Codes(0, 600))
                        .greaterThan(0.1)
                        .and(TripWhen.requestThreshold().greaterThan(20)),
                TripWhen.parse("ResponseCodeRatio(500, 600, 0, 600) > 0.1 && RequestThreshold() > 20"));
        assertEquals(
                TripWhen.grpcStatusRatio(new Codes(14, 15), new Codes(0, 17)).greaterThan(0.1),
                TripWhen.parse("GrpcStatusRatio(14, 15, 0, 17) > 0.1"));
    }

    @Test
    void refusesArgumentsThatMakeNoSense() {
        assertThrows(ExpressionException.class, () -> TripWhen.parse("LatencyAtQuantileMS(101.0) > 1"));
        assertThrows(ExpressionException.class, () -> TripWhen.parse("ResponseCodeRatio(600, 500, 0, 600) > 0.1"));
        assertThrows(ExpressionException.class, () -> TripWhen.parse("GrpcStatusRatio(15, 14, 0, 17) > 0.1"));
        assertThrows(ExpressionException.class, () -> TripWhen.parse("GrpcStatusRatio(14) > 0.1"));
        assertThrows(ExpressionException.class, () -> TripWhen.parse("Attempts() > 1"));
    }

    @Test
    void runsAHandlerAsFallback() {
        assertEquals(
                200,
                options()
                        .fallback(request -> Exchanges.ok())
                        .build()
                        .fallback()
                        .orElseThrow()
                        .answer(get("/"))
                        .status()
                        .code());
    }
}
