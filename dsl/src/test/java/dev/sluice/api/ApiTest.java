package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the public API to the copy of it in docs/api, a file a module. What differs shows in review: run with
 * {@code -Dapi=write} it rewrites the files instead of failing.
 */
class ApiTest {
    private static final Path FILES = Path.of("..", "docs", "api");
    private static final String COMMAND =
            "./mvnw -pl dsl -am verify -Dtest=ApiTest -Dapi=write -Dsurefire.failIfNoSpecifiedTests=false";

    @Test
    void isWhatWasReviewed() throws IOException {
        Map<String, String> now = new TreeMap<>();
        for (ExportedModule module : ExportedModule.ofThisProject()) {
            now.put(module.name() + ".txt", ApiText.of(module));
        }
        assertThat(now).containsKeys("dev.sluice.txt", "dev.sluice.core.txt", "dev.sluice.testkit.txt");
        if ("write".equals(System.getProperty("api"))) {
            write(now);
        }
        assertThat(differences(reviewed(), now))
                .as("the public API differs from docs/api; if that is meant, run %s", COMMAND)
                .isEmpty();
    }

    private static Map<String, String> reviewed() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(FILES)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    private static void write(Map<String, String> texts) throws IOException {
        Files.createDirectories(FILES);
        for (String old : reviewed().keySet()) {
            Files.delete(FILES.resolve(old));
        }
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Files.writeString(FILES.resolve(text.getKey()), text.getValue());
        }
    }

    /** A line for each that is only in one of the two, {@code -} for what is gone and {@code +} for what is new. */
    static List<String> differences(Map<String, String> before, Map<String, String> after) {
        List<String> found = new ArrayList<>();
        Set<String> files = new LinkedHashSet<>(before.keySet());
        files.addAll(after.keySet());
        for (String file : files) {
            Set<String> old = entries(before.getOrDefault(file, ""));
            Set<String> young = entries(after.getOrDefault(file, ""));
            old.stream().filter(entry -> !young.contains(entry)).forEach(entry -> found.add("- " + entry));
            young.stream().filter(entry -> !old.contains(entry)).forEach(entry -> found.add("+ " + entry));
        }
        return found;
    }

    /** The lines, those of members with the type in front that they belong to. */
    private static Set<String> entries(String text) {
        Set<String> entries = new LinkedHashSet<>();
        String type = "";
        for (String line : text.lines().toList()) {
            boolean member = line.startsWith(ApiText.INDENT);
            type = member ? type : line;
            entries.add(member ? type + " : " + line.strip() : line);
        }
        return entries;
    }

    @Test
    void namesWhatIsGoneAndWhatIsNew() {
        Map<String, String> before = Map.of("a.txt", "public class A\n    void gone()\n    void stays()\n");
        Map<String, String> after = Map.of("a.txt", "public class A\n    int fresh()\n    void stays()\n");

        assertThat(differences(before, after))
                .containsExactly("- public class A : void gone()", "+ public class A : int fresh()");
        assertThat(differences(before, before)).isEmpty();
        assertThat(differences(before, Map.of())).hasSize(3);
    }
}
