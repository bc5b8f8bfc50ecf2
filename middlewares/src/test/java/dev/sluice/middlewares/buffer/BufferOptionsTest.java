package dev.sluice.middlewares.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.testkit.ManualTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferOptionsTest {
    @TempDir
    Path directory;

    private static void make(BufferOptions options) {
        new Buffer(options, new ManualTicker(), new Random(1));
    }

    @Test
    void aSpillDirectoryThatIsNoneIsToldAtStart() throws IOException {
        Path missing = directory.resolve("missing");
        Path file = Files.createFile(directory.resolve("file"));
        for (Path wrong : new Path[] {missing, file}) {
            BufferOptions options =
                    BufferOptions.builder().spillDirectory(wrong).build();
            String problem = "spillDirectory '" + wrong + "' is no directory";
            assertThat(BufferType.TYPE.problems(options)).containsExactly(problem);
            assertThatThrownBy(() -> make(options)).hasMessage(problem);
        }
        make(BufferOptions.builder().spillDirectory(directory).build());
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
    }

    @Test
    void aSpillDirectoryNeedNotExistIfNothingCanGoThere() {
        BufferOptions.Builder options = BufferOptions.builder().spillDirectory(directory.resolve("missing"));
        make(options.streamResponses()
                .maxRequestBytes(100)
                .memoryRequestBytes(100)
                .build());
        make(options.streamRequests().build());
    }

    @Test
    void saysHowManyDescriptorsAnExchangeMayNeed() {
        assertThat(BufferOptions.builder().build().descriptorsPerExchange()).isEqualTo(2);
        assertThat(BufferOptions.builder().streamRequests().build().descriptorsPerExchange())
                .isEqualTo(1);
        assertThat(BufferOptions.builder()
                        .maxRequestBytes(1 << 20)
                        .streamResponses()
                        .build()
                        .descriptorsPerExchange())
                .isZero();
    }

    @Test
    void isDataThatIsComparedByValueAndCanBeWrittenAndRead() {
        Supplier<BufferOptions> written = () -> BufferOptions.builder()
                .maxRequestBytes(10 << 20)
                .memoryRequestBytes(0)
                .streamRequests()
                .maxResponseBytes(20 << 20)
                .memoryResponseBytes(1 << 10)
                .streamResponses()
                .budget(BufferBudget.shared("all", 1 << 30))
                .spillDirectory(Path.of("/var/spool/sluice"))
                .retry("IsNetworkError() && Attempts() < 3", retry -> retry.maxAttempts(4))
                .build();
        BufferOptions options = written.get();
        assertThat(options).isEqualTo(written.get()).hasSameHashCodeAs(written.get());
        assertThat(BufferOptions.builder().build())
                .isEqualTo(BufferOptions.builder().build());
        Map<String, Object> data = BufferType.TYPE.options().stream()
                .collect(Collectors.toMap(OptionSpec::key, option -> option.write(options)));
        assertThat(BufferType.TYPE.read(OptionValues.of(BufferType.TYPE, data))).isEqualTo(options);
        assertThat(BufferType.TYPE
                        .read(OptionValues.of(BufferType.TYPE, Map.of("budget", "2 GiB")))
                        .budget())
                .isEqualTo(BufferBudget.of(2L << 30));
        assertThatThrownBy(() -> OptionValues.of(BufferType.TYPE, Map.of("budget", Map.of("name", "x"))))
                .hasMessageContaining("budget must be a size");
    }
}
