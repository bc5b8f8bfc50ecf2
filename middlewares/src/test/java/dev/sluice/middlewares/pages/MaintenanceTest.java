package dev.sluice.middlewares.pages;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.getFrom;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Problem;
import dev.sluice.core.Response;
import dev.sluice.core.options.MistakesException;
import dev.sluice.testkit.GateContract;
import dev.sluice.testkit.ManualTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceTest implements GateContract {
    private final ManualTicker ticker = new ManualTicker();

    @Override
    public Gate middleware() {
        return maintenance(options -> options.allow("192.0.2.0/24"));
    }

    private Maintenance maintenance(UnaryOperator<MaintenanceOptions.Builder> options) {
        return new Maintenance(options.apply(MaintenanceOptions.builder()).build(), ticker);
    }

    private static int status(Gate gate) {
        return gate.handle(get("/"), request -> ok()).status().code();
    }

    @Test
    void tellsClientsToComeBackLater() {
        Response answer = maintenance(options -> options.retryAfter(Duration.ofMillis(1_500)))
                .handle(get("/"), request -> ok());
        assertThat(answer.status().code()).isEqualTo(503);
        assertThat(answer.provenance().reason()).isEqualTo("maintenance");
        assertThat(answer.body()).as("takes the form of other errors").isInstanceOf(Problem.class);
        assertThat(answer.fields())
                .isEqualTo(Fields.of(
                        "Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store", "Retry-After", "2"));
    }

    @Test
    void showsAPage() {
        Response answer = maintenance(
                        options -> options.body("<h1>{status}: back soon</h1>").retryAfter(Duration.ZERO))
                .handle(get("/"), request -> ok());
        assertThat(answer.fields())
                .isEqualTo(Fields.of("Content-Type", "text/html; charset=utf-8", "Cache-Control", "no-store"));
        assertThat(send(answer)).isEqualTo("<h1>503: back soon</h1>");
    }

    @Test
    void takesThePageFromAFileThatMustBeThereAtStart(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("down.txt");
        MaintenanceOptions options = MaintenanceOptions.builder()
                .file(file)
                .contentType("text/plain")
                .build();
        assertThat(MaintenanceType.TYPE.problems(options)).hasSize(1);
        Files.writeString(file, "back soon");
        assertThat(MaintenanceType.TYPE.problems(options)).isEmpty();
        assertThat(send(new Maintenance(options, ticker).handle(get("/"), request -> ok())))
                .isEqualTo("back soon");
    }

    @Test
    void letsAllowedAddressesIn() {
        Gate gate = maintenance(options -> options.allow("10.0.0.0/8"));
        assertThat(gate.handle(getFrom("10.1.2.3", "/"), request -> ok())
                        .status()
                        .code())
                .isEqualTo(200);
        assertThat(gate.handle(getFrom("11.1.2.3", "/"), request -> ok())
                        .status()
                        .code())
                .isEqualTo(503);
    }

    @Test
    void isSwitchedByAnOption() {
        assertThat(status(maintenance(options -> options.on(false)))).isEqualTo(200);
    }

    @Test
    void isSwitchedByAFileThatIsLookedAtOnceASecond(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("down");
        Gate gate = maintenance(options -> options.whileExists(file));
        assertThat(status(gate)).isEqualTo(200);
        Files.createFile(file);
        ticker.advance(Duration.ofMillis(999));
        assertThat(status(gate)).as("the file is not looked at yet").isEqualTo(200);
        ticker.advance(Duration.ofMillis(1));
        assertThat(status(gate)).isEqualTo(503);
        Files.delete(file);
        assertThat(status(gate)).isEqualTo(503);
        ticker.advance(Duration.ofSeconds(1));
        assertThat(status(gate)).isEqualTo(200);
        Files.createFile(file);
        assertThat(status(maintenance(options -> options.whileExists(file))))
                .as("a new one looks at once")
                .isEqualTo(503);
        assertThat(status(maintenance(options -> options.whileExists(file).on(false))))
                .isEqualTo(200);
    }

    @Test
    void findsEveryMistakeWhenItIsBuilt() {
        assertThatThrownBy(() ->
                        MaintenanceOptions.builder().allow("all", "10.0.0.1/8").build())
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        wrong -> assertThat(wrong.mistakes()).hasSize(2));
        assertThatThrownBy(() -> MaintenanceOptions.builder()
                        .retryAfter(Duration.ofSeconds(-1))
                        .contentType("a\nb")
                        .build())
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        wrong -> assertThat(wrong.mistakes()).hasSize(2));
    }
}
