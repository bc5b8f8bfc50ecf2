import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Formats the project's sources, or checks that they are formatted: {@code java Format.java check|apply ROOT}.
 *
 * <p>Java goes through palantir-java-format; every other text file must end in exactly one newline and have no white space
 * at the ends of its lines.
 */
final class Format {

    private static final Set<String> SKIPPED = Set.of("target", "node_modules");
    private static final Set<String> TEXT =
            Set.of("kt", "xml", "md", "yaml", "yml", "json", "properties", "sh", "jsh", "html", "css", "js");
    private static final JavaFormatterOptions STYLE = JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build();
    private static final Formatter FORMATTER = Formatter.createFormatter(STYLE);

    private Format() {}

    public static void main(String[] args) throws IOException {
        boolean apply = args[0].equals("apply");
        Path root = Path.of(args[1]).toRealPath();
        List<String> complaints = sources(root).parallelStream()
                .map(file -> format(file, root.relativize(file), apply))
                .filter(complaint -> !complaint.isEmpty())
                .sorted()
                .toList();
        if (complaints.isEmpty()) {
            return;
        }
        complaints.forEach(System.err::println);
        if (!apply) {
            System.err.println("To format: ./mvnw -q -pl format verify -Dformat=apply");
        }
        System.exit(1);
    }

    private static String format(Path file, Path name, boolean apply) {
        try {
            String source = Files.readString(file);
            String formatted = name.toString().endsWith(".java") ? java(source) : text(source);
            if (formatted.equals(source)) {
                return "";
            }
            if (!apply) {
                return name + ": not formatted";
            }
            Files.writeString(file, formatted);
            return "";
        } catch (FormatterException | IOException e) {
            return name + ": " + e.getMessage();
        }
    }

    private static String java(String source) throws FormatterException {
        String tidy = RemoveUnusedImports.removeUnusedImports(source.replace("\r\n", "\n"));
        return FORMATTER.formatSource(ImportOrderer.reorderImports(tidy, STYLE.style()));
    }

    private static String text(String source) {
        return source.lines()
                        .map(String::stripTrailing)
                        .collect(Collectors.joining("\n"))
                        .stripTrailing() + "\n";
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                String name = dir.getFileName().toString();
                boolean skipped = !dir.equals(root) && (SKIPPED.contains(name) || name.startsWith("."));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                String extension = name.substring(name.lastIndexOf('.') + 1);
                if (attributes.isRegularFile() && (extension.equals("java") || TEXT.contains(extension))) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
