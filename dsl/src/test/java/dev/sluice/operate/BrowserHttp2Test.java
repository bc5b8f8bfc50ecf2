package dev.sluice.operate;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningProxy;
import dev.sluice.endtoend.Certificates;
import dev.sluice.endtoend.Eventually;
import dev.sluice.testkit.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chromium loads a page with many parts over HTTP/2. */
@Timeout(90)
class BrowserHttp2Test {
    private static final int PARTS = 30;

    @TempDir
    Path directory;

    private static void serve(FakeUpstream.Connection connection) throws IOException {
        for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            String path = head.split(" ")[1];
            String body = path.equals("/") ? page() : path.startsWith("/part") ? "parts++;" : "";
            String type = path.equals("/") ? "text/html" : "text/javascript";
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body);
        }
    }

    private static String page() {
        StringBuilder page = new StringBuilder("<!doctype html><script>let parts = 0;</script><p id=all>loading</p>");
        for (int i = 0; i < PARTS; i++) {
            page.append("<script src=/part").append(i).append("></script>");
        }
        return page + "<script>document.getElementById('all').textContent = parts + ' parts';</script>";
    }

    @Test
    void chromiumLoadsAPage() throws Exception {
        Path keys = Certificates.of(directory, "localhost").pkcs12();
        try (Browser browser = Browser.trustingAnybody();
                FakeUpstream upstream = FakeUpstream.scripted(BrowserHttp2Test::serve);
                RunningProxy gateway = proxy().forward(upstream.url())
                        .listen(listen -> listen.host("127.0.0.1").port(0).keyStore(keys, Certificates.PASSWORD))) {
            browser.show("https://localhost:" + gateway.port() + "/");
            Eventually.holds("all parts were loaded", () -> browser.shows(PARTS + " parts"));
            Object protocols = browser.run("return performance.getEntriesByType('resource')"
                    + ".concat(performance.getEntriesByType('navigation'))"
                    + ".map(each => each.nextHopProtocol).join()");
            assertThat(String.valueOf(protocols).split(","))
                    .hasSizeGreaterThan(PARTS)
                    .containsOnly("h2");
        }
    }
}
