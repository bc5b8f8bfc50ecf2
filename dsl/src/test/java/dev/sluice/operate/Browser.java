package dev.sluice.operate;

import dev.sluice.endtoend.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium of the machine; where there is none the test is skipped and says so. */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int HIGH = 900;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    public static Browser started() {
        return started(false);
    }

    /** One that takes certificates which nobody vouches for. */
    public static Browser trustingAnybody() {
        return started(true);
    }

    private static Browser started(boolean trusting) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Tool.named("chromium").path().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.setAcceptInsecureCerts(trusting);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Tool.named("chromedriver").path().toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(PATIENCE).pageLoadTimeout(PATIENCE);
        return new Browser(driver);
    }

    public void show(String url) {
        driver.get(url);
    }

    /** As wide as a telephone, or a wall. */
    void wide(int pixels) {
        driver.manage().window().setSize(new Dimension(pixels, HIGH));
    }

    void scheme(String name) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
    }

    /** Whether a text stands on the page; looks a few times a second. */
    boolean shows(String text) {
        return Boolean.TRUE.equals(driver.executeAsyncScript(
                "const [text, done] = arguments; setTimeout(() => done(document.body.innerText.includes(text)), 100);",
                text));
    }

    /** Clicks what the view or a dialog has with a text: the links to the views have some of the same. */
    void click(String text) {
        driver.findElement(By.xpath("//*[self::main or self::dialog]//*[self::a or self::button][normalize-space()='"
                        + text + "']"))
                .click();
    }

    void type(String id, String text) {
        driver.findElement(By.id(id)).sendKeys(text);
    }

    /** What a script has called its last argument with. */
    public String answer(String script) {
        return String.valueOf(driver.executeAsyncScript(script));
    }

    Object run(String script) {
        return Objects.requireNonNullElse(driver.executeScript(script), "");
    }

    /** What the axe rules say is serious or worse, by rule and element; none if all is well. */
    List<?> barriers() throws IOException {
        try (InputStream axe = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
            driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<?>) Objects.requireNonNull(driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run().then(found => done(found.violations
                    .filter(one => one.impact === 'serious' || one.impact === 'critical')
                    .map(one => one.id + ' at ' + one.nodes[0].target)));
                """));
    }

    /** How long the page was busy at a time at most; tasks under 50 ms do not count. Only an observer is told of them. */
    double longestTaskMillis() {
        return ((Number) Objects.requireNonNull(driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                new PerformanceObserver(list => done(Math.max(0, ...list.getEntries().map(task => task.duration))))
                    .observe({type: 'longtask', buffered: true});
                setTimeout(() => done(0), 1000);
                """))).doubleValue();
    }

    /** What the browser complains about: errors of scripts, and what the policy of the page forbids. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(entry -> entry.getMessage())
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
