package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.options.MistakesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTextTest {
    @TempDir
    Path directory;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void ofOneFileIsTheFile() throws IOException {
        Path file = file("a.yaml", "# mine\nroutes:   []\n");
        assertThat(ModelFiles.text(List.of(file))).isEqualTo("# mine\nroutes:   []\n");
    }

    @Test
    void ofSeveralReadsAsTheFilesDo() throws IOException {
        Path first = file("a.yaml", "id: '5'\nempty:\nname: ${x}\nmap: {a: 1, b: [1, 'no']}\nroutes: [a]\n");
        Path second = file("b.yaml", "map: {b: [2], c: \"x: y\"}\nroutes: [b]\n");
        Path both = file("both.yaml", ModelFiles.text(List.of(first, second)));
        assertThat(read(both)).isEqualTo(Data.merged(data(first), data(second)).plain());
    }

    private static Object read(Path file) {
        return data(file).plain();
    }

    private static Data data(Path file) {
        return YamlFile.read(file, new Mistakes()).orElseThrow();
    }

    @Test
    void namesEveryFileThatCannotBeRead() throws IOException {
        Path wrong = file("a.yaml", "a: [\n");
        assertThatThrownBy(() -> ModelFiles.text(List.of(wrong, directory.resolve("b.yaml"))))
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        mistakes -> assertThat(mistakes.mistakes()).hasSize(2));
    }
}
