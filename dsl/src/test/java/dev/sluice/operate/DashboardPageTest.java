package dev.sluice.operate;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.GatewayScope;
import dev.sluice.RunningGateway;
import dev.sluice.endtoend.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of a running gateway in a browser. */
@Timeout(120)
class DashboardPageTest {
    private static final List<String> VIEWS = List.of(
            "gateway",
            "routes",
            "pools",
            "pools/api",
            "breakers",
            "failures",
            "journal",
            "explain",
            "model",
            "routes/lim");

    @TempDir
    Path directory;

    @Test
    void everyViewShowsTheGatewayWithoutBarriersOnEveryScreen() throws Exception {
        try (Browser browser = Browser.started();
                RunningGateway running = running(0)) {
            request(running, "/lim");
            request(running, "/lim");
            for (String scheme : List.of("light", "dark")) {
                browser.scheme(scheme);
                for (int wide : new int[] {390, 1280, 3840}) {
                    browser.wide(wide);
                    show(browser, running, "gateway");
                    shows(browser, "running");
                    for (String view : VIEWS) {
                        browser.run("location.hash = '#/" + view + "'");
                        shows(browser, title(view));
                        assertThat(browser.barriers())
                                .as("%s, %s, %d px", view, scheme, wide)
                                .isEmpty();
                        assertThat((Long) browser.run("return document.documentElement.scrollWidth - innerWidth"))
                                .as("what is cut off in %s at %d px", view, wide)
                                .isLessThanOrEqualTo(0);
                    }
                }
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void tellsWhyARequestWasRefusedAndSteersMembersAndModel() throws Exception {
        try (Browser browser = Browser.started();
                RunningGateway running = running(0)) {
            request(running, "/lim");
            request(running, "/lim");
            browser.wide(1280);
            show(browser, running, "failures");
            shows(browser, "429 rate-limited");
            browser.run("document.querySelector('summary').click()");
            shows(browser, "answered 429 by lim/rateLimit#1: rate-limited");

            browser.run("location.hash = '#/pools/api'");
            shows(browser, "127.0.0.1:1");
            browser.click("Down");
            shows(browser, "It is not picked any more");
            browser.run("document.querySelector('dialog button[type=submit]').click()");
            Eventually.holds(
                    "the member is down",
                    () -> running.pool("api").members().stream().noneMatch(member -> member.takes()));

            browser.run("location.hash = '#/explain'");
            shows(browser, "Fields, one a line");
            browser.run("document.querySelector('form button').click()");
            Eventually.holds(
                    "an explanation",
                    () -> browser.run("return document.querySelector('pre').textContent")
                            .toString()
                            .contains("pipeline"));

            browser.run("location.hash = '#/model'");
            Eventually.holds(
                    "the model",
                    () -> browser.run("return document.querySelector('textarea').value")
                            .toString()
                            .contains("rate-limit"));
            browser.run(
                    "const text = document.querySelector('textarea'); text.value = text.value.replace('1/1h', '2/1h')");
            browser.click("What would change?");
            shows(browser, "1 to change");
            browser.click("Apply");
            shows(browser, "Requests under way go on");
            browser.run("document.querySelector('dialog button[type=submit]').click()");
            shows(browser, "Version 2 runs.");
            assertThat(running.history()).hasSize(2);
        }
    }

    @Test
    void linesTellTheirRatesAndBreakersWhatTheyDo() throws Exception {
        try (Browser browser = Browser.started();
                RunningGateway running = running(0)) {
            browser.wide(1280);
            show(browser, running, "gateway");
            for (int i = 0; i < 12; i++) {
                request(running, "/failing");
            }
            for (String line : List.of("clients to rest", "rest to api", "api to 127.0.0.1:1")) {
                Eventually.holds(
                        "a rate on the line " + line,
                        () -> rateOf(browser, line).endsWith("/s"));
            }
            shows(browser, "pool api/");
            browser.run("document.querySelector('.graph a').focus()");

            browser.run("location.hash = '#/breakers'");
            shows(browser, "tripped");
            shows(browser, "has tripped for");
            browser.click("Reset");
            shows(browser, "It lets everything pass again, and measures from the beginning");
            browser.run("document.querySelector('dialog button[type=submit]').click()");
            shows(browser, "standby");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** What stands on a line of the drawing; empty if it has no rate. */
    private static String rateOf(Browser browser, String line) {
        return browser.run("return [...document.querySelectorAll('.graph g[role=img]')]"
                        + ".filter(one => one.firstChild.textContent.startsWith('" + line + ":'))"
                        + ".map(one => one.lastChild.textContent).join()")
                .toString();
    }

    @Test
    void aMemberIsDrainedForSomeSeconds() throws Exception {
        try (Browser browser = Browser.started();
                RunningGateway running = running(0)) {
            show(browser, running, "pools/api");
            shows(browser, "127.0.0.1:1");
            browser.click("Drain");
            shows(browser, "Remove it after");
            browser.type("field-seconds", "1");
            browser.run("document.querySelector('dialog button[type=submit]').click()");
            Eventually.holds(
                    "the member has left", () -> running.pool("api").members().isEmpty());
        }
    }

    @Test
    void whatTookLongerThanAllBucketsIsARowOfItsOwn() throws Exception {
        try (Browser browser = Browser.started();
                RunningGateway running = running(0)) {
            show(browser, running, "gateway");
            shows(browser, "running");
            assertThat(browser.answer("""
                            const done = arguments[arguments.length - 1];
                            Promise.all([import('/charts.js'), import('/state.js')]).then(([charts, { state, take }]) => {
                              const overview = (at, requests) => ({ at, pools: [], breakers: { items: [] }, totals:
                                { rate: 1, errorRate: 0, p50: 20, p99: 20, requests, buckets: [{ le: 1, count: 5 }, { le: 10, count: 5 }] } });
                              state.samples.length = 0;
                              take(overview('2026-01-01T00:00:00Z', 5));
                              take(overview('2026-01-01T00:00:01Z', 8));
                              const heat = charts.heatMap();
                              document.body.append(heat.node);
                              heat.update(state.samples);
                              done(heat.node.textContent);
                            });""")).endsWith("3 took more than 10 s, the highest row.");
        }
    }

    @Test
    void tenThousandRoutesAndAThousandMembersStayUsable() throws Exception {
        try (Browser browser = Browser.started();
                RunningGateway running = running(10_000)) {
            browser.wide(1280);
            show(browser, running, "routes");
            shows(browser, "1 to 50 of 10,00");
            browser.type("route-filter", "r9876");
            shows(browser, "1 to 1 of 1");
            browser.run("location.hash = '#/pools/many'");
            shows(browser, "200 of 1,000 members");
            browser.run("location.hash = '#/gateway'");
            shows(browser, "more routes, with less traffic");
            assertThat(browser.longestTaskMillis()).isLessThan(1000);
        }
    }

    @Test
    void keepsWhatItsReaderLooksAtWhileFiguresChange() throws Exception {
        try (Browser browser = Browser.started();
                RunningGateway running = running(0)) {
            request(running, "/lim");
            request(running, "/lim");
            show(browser, running, "gateway");
            Eventually.holds(
                    "the graph",
                    () -> browser.run("return document.querySelector('.graph a') !== null")
                            .equals(true));
            browser.run("document.querySelector('.graph a').focus()");
            afterTwoPolls(browser);
            assertThat(browser.run("return document.activeElement === document.querySelector('.graph a')"))
                    .isEqualTo(true);

            browser.run("location.hash = '#/failures'");
            shows(browser, "429 rate-limited");
            browser.run("document.querySelector('summary').click()");
            request(running, "/lim");
            Eventually.holds(
                    "another failure",
                    () -> browser.run("return document.querySelectorAll('summary').length")
                            .equals(2L));
            assertThat(browser.run("return document.querySelectorAll('details')[1].open"))
                    .isEqualTo(true);
        }
    }

    @Test
    void tellsAMistakeUntilTheNextActionAndAsksOnceForARefusedToken() throws Exception {
        try (Browser browser = Browser.started();
                RunningGateway running = running(0)) {
            show(browser, running, "pools/api");
            shows(browser, "127.0.0.1:1");
            browser.click("Add a member");
            browser.type("field-url", "nonsense");
            browser.run("document.querySelector('dialog button[type=submit]').click()");
            shows(browser, "must start with http://");
            afterTwoPolls(browser);
            assertThat(browser.shows("must start with http://")).isTrue();

            String token =
                    browser.run("return sessionStorage.getItem('sluice.token')").toString();
            browser.run("sessionStorage.setItem('sluice.token', 'another token'); location.hash = '#/pools';"
                    + " location.hash = '#/model'; location.hash = '#/pools/api'");
            shows(browser, "The gateway refused that token");
            assertThat(browser.run("return document.querySelectorAll('dialog').length"))
                    .isEqualTo(1L);
            browser.type("field-token", token);
            browser.run("document.querySelector('dialog button[type=submit]').click()");
            shows(browser, "127.0.0.1:1");
            assertThat(browser.run("return document.querySelectorAll('dialog').length"))
                    .isEqualTo(0L);
        }
    }

    /** Figures are read each second. */
    private static void afterTwoPolls(Browser browser) {
        long before = polls(browser);
        Eventually.holds("two polls", () -> polls(browser) >= before + 2);
    }

    private static long polls(Browser browser) {
        return (Long) browser.run("return performance.getEntriesByType('resource')"
                + ".filter(one => one.name.includes('/api/overview')).length");
    }

    private RunningGateway running(int routes) {
        return gateway(g -> written(g, routes)).listen("127.0.0.1", 0);
    }

    private void written(GatewayScope g, int routes) {
        g.admin(admin -> admin.port(0).tokenFile(directory.resolve("token")));
        g.pool(
                "api",
                pool -> pool.member("http://127.0.0.1:1")
                        .circuitBreaker("NetworkErrorRatio() > 0.5", c -> c.minimumRequests(1)));
        if (routes > 0) {
            g.pool("many", pool -> {
                for (int i = 0; i < 1000; i++) {
                    pool.member("http://127.0.0.1:" + (2 + i));
                }
            });
        }
        g.route("lim", path("/lim"), r -> r.rateLimit(1, Duration.ofHours(1)).respond(200, "text/plain", "once"));
        for (int i = 0; i < routes; i++) {
            g.route("r" + i, path("/r" + i), r -> r.forwardTo("many"));
        }
        g.route("rest", any(), r -> r.forwardTo("api"));
    }

    private void show(Browser browser, RunningGateway running, String view) throws Exception {
        String token = Files.readString(directory.resolve("token")).strip();
        browser.show(running.adminUri().orElseThrow() + "/#token=" + token);
        browser.run("location.hash = '#/" + view + "'");
    }

    private static void shows(Browser browser, String text) {
        Eventually.holds("the page shows " + text, () -> browser.shows(text));
    }

    private static String title(String view) {
        int slash = view.indexOf('/');
        return slash < 0
                ? view.substring(0, 1).toUpperCase(Locale.ROOT) + view.substring(1)
                : view.substring(slash + 1);
    }

    private static void request(RunningGateway running, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(HttpRequest.newBuilder(URI.create(running.uri() + path)).build(), BodyHandlers.discarding());
        }
    }
}
