package dev.sluice.middlewares.loadbalance.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.middlewares.loadbalance.pool.SourceSpec;
import dev.sluice.model.option.JsonSchemas;
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
    void readsWhatAProgramSaysOfAMemberAsWords() throws IOException {
        write("""
                http://a 2 priority=1 metadata.zone=eu metadata.version=1.2=x
                http://b weight=0 metadata.zone=us
                """);

        assertThat(new FileSource(file).find().members())
                .containsExactly(
                        MemberSpec.builder("http://a")
                                .weight(2)
                                .priority(1)
                                .metadata("zone", "eu")
                                .metadata("version", "1.2=x")
                                .build(),
                        MemberSpec.builder("http://b")
                                .weight(0)
                                .metadata("zone", "us")
                                .build());
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
                .hasMessage(file + ":2: weight must be a whole number, is many");
        write("ftp://a");
        assertThatThrownBy(source::find).isInstanceOf(IOException.class).hasMessageStartingWith(file + ":1: upstream");
        write("http://a -1");
        assertThatThrownBy(source::find)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(":1: weight must be ")
                .hasMessageEndingWith(", is -1");
        write("http://a 1 2");
        assertThatThrownBy(source::find).hasMessage(file + ":1: weight must be written once, is 1 and 2");
        write("http://a wieght=2");
        assertThatThrownBy(source::find).hasMessageStartingWith(file + ":1: ").hasMessageContaining("wieght");
        write("http://a metadata.zone=eu metadata.zone=us");
        assertThatThrownBy(source::find)
                .hasMessage(file + ":1: metadata.zone must be written once, is eu and metadata.zone=us");
    }

    @Test
    void allMistakesAreToldAtOnceButNotMoreThanTen() throws IOException {
        FileSource source = new FileSource(file);

        write("http://a priority=low weight=-1\nhttp://b\nftp://c");
        assertThatThrownBy(source::find)
                .hasMessageContainingAll(
                        file + ":1: priority must be a whole number, is low",
                        file + ":1: weight must be",
                        file + ":3: ");
        write("x\n".repeat(30));
        assertThatThrownBy(source::find).hasMessageEndingWith("; and 20 more");
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
