package dev.sluice.middlewares.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.options.MistakesException;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
    private static final Instant WRITTEN = Instant.parse("2025-12-24T18:00:00.5Z");
    private static final String DATE = "Wed, 24 Dec 2025 18:00:00 GMT";

    private final ManualTicker ticker = new ManualTicker();

    @TempDir
    private Path top;

    private Path site;

    @BeforeEach
    void write() throws IOException {
        site = Files.createDirectories(top.resolve("site/sub")).getParent();
        put("index.html", "<p>home</p>");
        put("a.txt", "0123456789");
        put("sub/index.html", "<p>sub</p>");
        put("sub/ä b.css", "css");
        put(".secret", "secret");
        put("../outside.txt", "outside");
        put("../site-twin.txt", "outside");
    }

    private Path put(String name, String text) throws IOException {
        Path file = site.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
    }

    private Handler files() {
        return files(options -> options);
    }

    private Handler files(UnaryOperator<FilesOptions.Builder> options) {
        return new StaticFiles(options.apply(FilesOptions.builder(site)).build(), ticker);
    }

    private static Response get(Handler files, String target, String... fields) {
        return files.handle(Exchanges.request("GET", target, Fields.of(fields), Body.empty()));
    }

    /** Status and body. */
    private static String seen(Response answer) {
        return answer.status().code() + " " + Exchanges.send(answer);
    }

    @Test
    void isWrittenAsInThePackageComment() {
        FilesOptions options = FilesOptions.builder(site)
                .fallback("index.html")
                .cacheControl("max-age=3600")
                .build();
        Handler handler = new StaticFiles(options, ticker);
        Response answer = get(handler, "/a.txt");
        assertThat(answer.fields())
                .isEqualTo(Fields.of(
                        "ETag", answer.fields().first("ETag").orElseThrow(),
                        "Last-Modified", DATE,
                        "Cache-Control", "max-age=3600",
                        "Content-Type", "text/plain; charset=utf-8",
                        "X-Content-Type-Options", "nosniff",
                        "Accept-Ranges", "bytes"));
        assertThat(answer.body().length()).isEqualTo(10);
        assertThat(answer.provenance().reason()).isEqualTo("responded");
        assertThat(seen(answer)).isEqualTo("200 0123456789");
        assertThat(seen(get(handler, "/app/page?x"))).isEqualTo("200 <p>home</p>");
    }

    @ParameterizedTest
    @CsvSource({
        "/, <p>home</p>",
        "/index.html, <p>home</p>",
        "/sub/, <p>sub</p>",
        "/sub/%C3%A4%20b.css, css",
        "/%61.txt?query, 0123456789",
    })
    void servesFilesAndTheIndexOfDirectories(String target, String text) {
        assertThat(seen(get(files(), target))).isEqualTo("200 " + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../outside.txt",
                "/sub/../../outside.txt",
                "/sub/../a.txt",
                "/%2e%2e/outside.txt",
                "/.%2E/outside.txt",
                "/..%2foutside.txt",
                "/%2e%2e%2foutside.txt",
                "/..%5coutside.txt",
                "/..\\outside.txt",
                "/%252e%252e/outside.txt",
                "/../site-twin.txt",
                "/./a.txt",
                "//a.txt",
                "/sub//index.html",
                "//etc/passwd",
                "/%2fetc/passwd",
                "/a.txt%00",
                "/a.txt%00.html",
                "/%0aa.txt",
                "/a.txt%",
                "/a.txt%4",
                "/%zz",
                "/%c3",
                "/%c0%ae%c0%ae/outside.txt",
                "/\u00e4",
                "/a.txt/",
                "/a.txt/more",
                "/A.TXT",
                "/.secret",
                "/%2esecret",
                "/nothing",
                "*",
            })
    void answers404ForWhatIsNoFileOfTheDirectory(String target) {
        assertThat(get(files(), target).status().code()).isEqualTo(404);
    }

    @Test
    void doesNotFollowALinkOutOfTheDirectory() throws IOException {
        Files.createSymbolicLink(site.resolve("out.txt"), top.resolve("outside.txt"));
        Files.createSymbolicLink(site.resolve("up"), top);
        Files.createSymbolicLink(site.resolve("in.txt"), site.resolve("a.txt"));
        assertThat(get(files(), "/out.txt").status().code()).isEqualTo(404);
        assertThat(get(files(), "/up/outside.txt").status().code()).isEqualTo(404);
        assertThat(seen(get(files(), "/in.txt"))).isEqualTo("200 0123456789");
    }

    @Test
    void followsADirectoryThatIsTurnedToAnother() throws IOException {
        Path current = Files.createSymbolicLink(top.resolve("current"), site);
        Handler files = new StaticFiles(FilesOptions.builder(current).build(), ticker);
        assertThat(seen(get(files, "/a.txt"))).isEqualTo("200 0123456789");
        Files.delete(current);
        Files.createSymbolicLink(current, site.resolve("sub"));
        assertThat(seen(get(files, "/"))).isEqualTo("200 <p>sub</p>");
    }

    @Test
    void servesHiddenFilesIfAsked() {
        assertThat(seen(get(files(options -> options.hidden(true)), "/.secret")))
                .isEqualTo("200 secret");
    }

    @Test
    void sendsADirectoryWithoutItsSlashThereAndListsNone() {
        Response answer = get(files(), "/sub?a=1");
        assertThat(answer.status().code()).isEqualTo(301);
        assertThat(answer.fields()).isEqualTo(Fields.of("Location", "/sub/?a=1"));
        assertThat(get(files(options -> options.index("")), "/sub/").status().code())
                .isEqualTo(404);
        assertThat(get(files(options -> options.index("none.html")), "/")
                        .status()
                        .code())
                .isEqualTo(404);
    }

    @Test
    void leavesThePrefixOut() {
        Handler files = files(options -> options.prefix("/static/v1"));
        assertThat(seen(get(files, "/static/v1/a.txt"))).isEqualTo("200 0123456789");
        assertThat(seen(get(files, "/static/v1/"))).isEqualTo("200 <p>home</p>");
        assertThat(get(files, "/static/v1").fields().first("Location")).contains("/static/v1/");
        assertThat(get(files, "/static/v10/a.txt").status().code()).isEqualTo(404);
        assertThat(get(files, "/a.txt").status().code()).isEqualTo(404);
        assertThat(get(files, "/static/v1/../../../outside.txt").status().code())
                .isEqualTo(404);
    }

    @Test
    void fallsBackForPathsThatDoNotLookLikeFiles() {
        Handler files = files(options -> options.fallback("index.html"));
        assertThat(seen(get(files, "/app/users/7"))).isEqualTo("200 <p>home</p>");
        assertThat(get(files, "/app/missing.js").status().code()).isEqualTo(404);
        assertThat(get(files, "/../x").status().code()).isEqualTo(404);
        assertThat(get(files, "/.x").status().code()).isEqualTo(404);
    }

    @Test
    void answersHeadWithTheFieldsOfGet() {
        Response get = get(files(), "/a.txt");
        Response head =
                files().handle(Exchanges.request("HEAD", "/a.txt", Fields.of("Range", "bytes=0-1"), Body.empty()));
        assertThat(head.status().code()).isEqualTo(200);
        assertThat(head.fields()).isEqualTo(get.fields());
        assertThat(head.body().length()).isEqualTo(10);
        head.close();
        get.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "get"})
    void answers405ForOtherMethods(String method) {
        Response answer = files().handle(Exchanges.request(method, "/a.txt", Fields.EMPTY, Body.empty()));
        assertThat(answer.status().code()).isEqualTo(405);
        assertThat(answer.fields().first("Allow")).contains("GET, HEAD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-3      | 206 | bytes 0-3/10 | 0123",
                "bytes=8-       | 206 | bytes 8-9/10 | 89",
                "bytes=-2       | 206 | bytes 8-9/10 | 89",
                "bytes=-99      | 206 | bytes 0-9/10 | 0123456789",
                "bytes=5-99     | 206 | bytes 5-9/10 | 56789",
                "Bytes=9-9      | 206 | bytes 9-9/10 | 9",
                "bytes=10-      | 416 | bytes */10   |",
                "bytes=-0       | 416 | bytes */10   |",
                "bytes=3-2      | 200 |              | 0123456789",
                "bytes=-        | 200 |              | 0123456789",
                "bytes=0-1,4-5  | 200 |              | 0123456789",
                "lines=0-1      | 200 |              | 0123456789",
                "bytes=99999999999999999999- | 200 | | 0123456789",
            })
    void sendsTheRangeThatIsAskedFor(String range, int status, String contentRange, String text) {
        Response answer = get(files(), "/a.txt", "Range", range);
        assertThat(answer.status().code()).isEqualTo(status);
        assertThat(answer.fields().first("Content-Range").orElse(null)).isEqualTo(contentRange);
        if (status == 416) {
            answer.close();
        } else {
            assertThat(answer.body().length()).isEqualTo(text.length());
            assertThat(Exchanges.send(answer)).isEqualTo(text);
        }
    }

    @Test
    void anEmptyFileHasNoRange() throws IOException {
        put("empty.txt", "");
        assertThat(get(files(), "/empty.txt", "Range", "bytes=0-").status().code())
                .isEqualTo(416);
        assertThat(seen(get(files(), "/empty.txt"))).isEqualTo("200 ");
    }

    @Test
    void looksAtConditionsInTheOrderOfTheStandard() throws IOException {
        Response whole = get(files(), "/a.txt");
        String tag = whole.fields().first("ETag").orElseThrow();
        whole.close();
        assertThat(status("If-None-Match", tag)).isEqualTo(304);
        assertThat(status("If-None-Match", "\"x\", W/" + tag)).isEqualTo(304);
        assertThat(status("If-None-Match", "*")).isEqualTo(304);
        assertThat(status("If-None-Match", "\"x\"")).isEqualTo(200);
        assertThat(status("If-None-Match", "\"x\"", "If-Modified-Since", DATE))
                .as("tags win over dates")
                .isEqualTo(200);
        assertThat(status("If-Modified-Since", DATE)).isEqualTo(304);
        assertThat(status("If-Modified-Since", "Wed, 24 Dec 2025 17:59:59 GMT")).isEqualTo(200);
        assertThat(status("If-Modified-Since", "yesterday")).isEqualTo(200);
        assertThat(status("If-Match", tag)).isEqualTo(200);
        assertThat(status("If-Match", "W/" + tag)).as("compared strongly").isEqualTo(412);
        assertThat(status("If-Match", "\"x\"")).isEqualTo(412);
        assertThat(status("If-Unmodified-Since", DATE)).isEqualTo(200);
        assertThat(status("If-Unmodified-Since", "Wed, 24 Dec 2025 17:59:59 GMT"))
                .isEqualTo(412);
        assertThat(status("If-Match", tag, "If-None-Match", tag)).isEqualTo(304);
        Files.setLastModifiedTime(site.resolve("a.txt"), FileTime.from(WRITTEN.plusMillis(1)));
        assertThat(status("If-None-Match", tag)).as("changed within the second").isEqualTo(200);
    }

    private int status(String... fields) {
        Response answer = get(files(), "/a.txt", fields);
        answer.close();
        return answer.status().code();
    }

    @Test
    void aFileThatIsNotModifiedHasNoBodyButItsValidators() {
        Response answer = get(files(options -> options.cacheControl("no-cache")), "/a.txt", "If-None-Match", "*");
        assertThat(answer.fields().contains("Content-Type")).isFalse();
        assertThat(answer.fields().first("Last-Modified")).contains(DATE);
        assertThat(answer.fields().first("Cache-Control")).contains("no-cache");
        assertThat(answer.body().length()).isZero();
    }

    @Test
    void sendsARangeOnlyOfTheStateThatIsMeant() throws IOException {
        Response whole = get(files(), "/a.txt");
        String tag = whole.fields().first("ETag").orElseThrow();
        whole.close();
        assertThat(status("Range", "bytes=0-1", "If-Range", tag)).isEqualTo(206);
        assertThat(status("Range", "bytes=0-1", "If-Range", "W/" + tag)).isEqualTo(200);
        assertThat(status("Range", "bytes=0-1", "If-Range", "\"x\"")).isEqualTo(200);
        assertThat(status("Range", "bytes=0-1", "If-Range", DATE)).isEqualTo(206);
        assertThat(status("Range", "bytes=0-1", "If-Range", "Wed, 24 Dec 2025 18:00:01 GMT"))
                .isEqualTo(200);
        Instant now = ticker.now();
        Files.setLastModifiedTime(site.resolve("a.txt"), FileTime.from(now));
        String fresh = get(files(), "/a.txt").fields().first("Last-Modified").orElseThrow();
        assertThat(status("Range", "bytes=0-1", "If-Range", fresh))
                .as("a date is no strong validator within a minute")
                .isEqualTo(200);
        ticker.advance(Duration.ofSeconds(61));
        assertThat(status("Range", "bytes=0-1", "If-Range", fresh)).isEqualTo(206);
    }

    @Test
    void saysOfNoFileThatItWasChangedInTheFuture() throws IOException {
        Files.setLastModifiedTime(
                site.resolve("a.txt"), FileTime.from(ticker.now().plusSeconds(3600)));
        assertThat(get(files(), "/a.txt").fields().first("Last-Modified")).contains("Thu, 01 Jan 2026 00:00:00 GMT");
    }

    @Test
    void sendsACompressedTwinToThoseWhoTakeIt() throws IOException {
        put("app.js", "plain");
        put("app.js.gz", "zipped");
        put("app.js.br", "brotli");
        assertThat(coded("gzip, br")).isEqualTo("br brotli");
        assertThat(coded("gzip;q=0.5")).isEqualTo("gzip zipped");
        assertThat(coded("br;q=0, *")).isEqualTo("gzip zipped");
        assertThat(coded("identity")).isEqualTo("none plain");
        assertThat(coded("gzip;q=0.000")).isEqualTo("none plain");
        Response twin = get(files(), "/app.js", "Accept-Encoding", "br");
        Response plain = get(files(), "/app.js");
        assertThat(plain.fields().first("Vary")).contains("Accept-Encoding");
        assertThat(twin.fields().first("Content-Type")).contains("text/javascript; charset=utf-8");
        assertThat(twin.fields().first("ETag")).isNotEqualTo(plain.fields().first("ETag"));
        assertThat(Exchanges.send(twin) + Exchanges.send(plain)).isEqualTo("brotliplain");
        assertThat(seen(get(files(options -> options.precompressed(false)), "/app.js", "Accept-Encoding", "br")))
                .isEqualTo("200 plain");
    }

    private String coded(String accepted) {
        Response answer = get(files(), "/app.js", "Accept-Encoding", accepted);
        return answer.fields().first("Content-Encoding").orElse("none") + " " + Exchanges.send(answer);
    }

    @Test
    void leavesATwinAloneThatIsOlderThanItsFile() throws IOException {
        put("app.js", "plain");
        Path twin = put("app.js.gz", "zipped");
        Files.setLastModifiedTime(twin, FileTime.from(WRITTEN.minusSeconds(1)));
        assertThat(coded("gzip")).isEqualTo("none plain");
    }

    @ParameterizedTest
    @CsvSource({
        "a.HTML, text/html; charset=utf-8",
        "a.svg, image/svg+xml",
        "a.wasm, application/wasm",
        "a.json, application/json",
        "a.unheard, application/octet-stream",
        "LICENSE, application/octet-stream",
    })
    void saysTheTypeByTheEndOfTheName(String name, String type) throws IOException {
        put(name, "x");
        Response answer = get(files(), "/" + name);
        assertThat(answer.fields().first("Content-Type")).contains(type);
        answer.close();
    }

    @Test
    void breaksTheTransferOfAFileThatBecomesShorter() throws IOException {
        Response answer = get(files(), "/a.txt");
        put("a.txt", "0123");
        assertThatThrownBy(() -> Exchanges.send(answer)).isInstanceOf(TransferException.class);
    }

    @Test
    void closesTheFileWhenTheResponseEnds() {
        Response answer = get(files(), "/a.txt");
        answer.close();
        assertThatThrownBy(() -> answer.body().read(new byte[4], 0, 4)).isInstanceOf(TransferException.class);
    }

    @Test
    void findsEveryMistakeBeforeItStarts() {
        assertThatThrownBy(() -> FilesOptions.builder(site)
                        .prefix("static/")
                        .index("a/b")
                        .fallback("../x")
                        .cacheControl("a\nb")
                        .build())
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        wrong -> assertThat(wrong.mistakes()).hasSize(4));
        Path none = top.resolve("none");
        assertThat(FilesType.TYPE.problems(FilesOptions.builder(none).build()))
                .containsExactly("directory " + none + " is no directory that can be read");
        assertThat(FilesType.TYPE.problems(
                        FilesOptions.builder(site).fallback("none.html").build()))
                .containsExactly("fallback " + site.resolve("none.html") + " is no file");
        assertThat(FilesType.TYPE.problems(FilesOptions.builder(site).build())).isEmpty();
    }
}
