package dev.sluice.middlewares.loadbalance.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.middlewares.loadbalance.pool.SourceSpec;
import dev.sluice.model.JsonSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    @TempDir
    private Path directory;

    private Path file = Path.of("");
    private int changes;

    @BeforeEach
    void aFile() {
        file = directory.resolve("members.txt");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(++changes)));
    }

    private static MemberSpec member(String url, int weight) {
        return new MemberSpec(Upstream.of(url), weight);
    }

    @Test
    void readsAMemberALineWithItsWeight() throws IOException {
        write("""
                # who takes orders
                http://a:8080
                  http://b:8080/base   3   # the large one

                https://c#10.0.0.1 0
                """);

        FileSource source = new FileSource(file);

        assertThat(source.find().members())
                .containsExactly(
                        member("http://a:8080", 1), member("http://b:8080/base", 3), member("https://c#10.0.0.1", 0));
        assertThat(source.find().validFor()).contains(Duration.ofSeconds(1));
    }

    @Test
    void readsAFileThatHasChangedAndNoOther() throws IOException {
        write("http://a");
        FileSource source = new FileSource(file);
        List<MemberSpec> first = source.find().members();

        assertThat(source.find().members()).isSameAs(first);
        write("http://b");
        assertThat(source.find().members()).containsExactly(member("http://b", 1));
    }

    @Test
    void aFileWithAMistakeIsOfNoUseAndTheLineIsNamed() throws IOException {
        FileSource source = new FileSource(file);

        write("http://a\nhttp://b many");
        assertThatThrownBy(source::find)
                .isInstanceOf(IOException.class)
                .hasMessage(file + ":2: the weight must be a whole number, is many");
        write("ftp://a");
        assertThatThrownBy(source::find).isInstanceOf(IOException.class).hasMessageStartingWith(file + ":1: upstream");
        write("http://a -1");
        assertThatThrownBy(source::find).isInstanceOf(IOException.class).hasMessageContaining("at least 0, is -1");
        write("http://a 1 2");
        assertThatThrownBy(source::find).isInstanceOf(IOException.class).hasMessageContaining("a URL and a weight");
    }

    @Test
    void aFileThatIsMissingOrTooLargeIsAFailure() throws IOException {
        FileSource source = new FileSource(file);

        assertThatThrownBy(source::find)
                .isInstanceOf(IOException.class)
                .hasMessage("the file '" + file + "' does not exist");
        write("#".repeat(FileSource.MOST_BYTES + 1));
        assertThatThrownBy(source::find).isInstanceOf(IOException.class).hasMessageContaining("larger than 1048576");
    }

    @Test
    void isWrittenAndReadAsData() {
        PoolSpec pool = PoolSpec.builder().source(FileSource.of("members.txt")).build();

        Object written = PoolSource.option().write(pool);

        assertThat(written).isEqualTo(Map.of("source", Map.of("file", Map.of("path", "members.txt"))));
        assertThat(PoolSource.option().read(written)).isEqualTo(pool);
        assertThat(SourceSpec.option().read(Map.of("file", "members.txt"))).isEqualTo(FileSource.of("members.txt"));
        assertThat(pool).hasToString("file(members.txt)");
        assertThat(JsonSchemas.anyOf(List.of(SourceSpec.option().schema())).toString())
                .contains("file");
    }

    @Test
    void aKindThatIsNotThereIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> SourceSpec.option().read(Map.of("fil", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be one of file with its options, is {fil=x}");
    }
}
