package dev.sluice.middlewares.loadbalance.source;

import dev.sluice.core.options.Mistakes;
import dev.sluice.middlewares.loadbalance.pool.Found;
import dev.sluice.middlewares.loadbalance.pool.MemberSource;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.SourceSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Members that a file names, one a line: the URL, and then what else a program says of a member, each as a word
 * {@code name=value}: {@code weight}, {@code priority}, and {@code metadata.KEY}; a bare word is the weight. So a line may be
 * {@code http://10.0.0.1:8080 3 priority=1 metadata.zone=eu}.
 *
 * <p>What follows a {@code #} that begins a line or stands behind a space is a comment. The file is looked at every second,
 * and read if its size or time of change differs. A file with a mistake is of no use as a whole: the members stay, and all
 * mistakes are told with their lines.
 *
 * <p>It is read in pieces if it is changed while it is written; the debounce of the discovery keeps a piece from being
 * taken. Whoever renames a whole file into place needs none.
 */
public final class FileSource implements MemberSource {
    /** The largest file. */
    static final int MOST_BYTES = 1 << 20;

    private static final int MOST_TOLD = 10;
    private static final String METADATA = "metadata.";
    private static final Duration VALID = Duration.ofSeconds(1);

    private final Path path;
    private Optional<Read> last = Optional.empty();

    /** What was read, and the file as it was before that. */
    private record Read(FileTime changed, long size, Found found) {}

    FileSource(Path path) {
        this.path = path;
    }

    /**
     * Members that a file names.
     *
     * @param path of the file; it need not be there yet
     * @return the source, for {@code PoolSpec.Builder.source}
     */
    public static SourceSpec of(String path) {
        return new SourceSpec.Typed<>(FileSourceType.TYPE, new FileSourceType.Options(Path.of(path)));
    }

    @Override
    public Found find() throws IOException {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            Optional<Found> same = last.filter(
                            read -> read.changed().equals(file.lastModifiedTime()) && read.size() == file.size())
                    .map(Read::found);
            if (same.isPresent()) {
                return same.get();
            }
            Found found = new Found(members(text()), Optional.of(VALID));
            last = Optional.of(new Read(file.lastModifiedTime(), file.size(), found));
            return found;
        } catch (NoSuchFileException missing) {
            throw new IOException("the file '" + path + "' does not exist", missing);
        }
    }

    private String text() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("the file '" + path + "' is larger than " + MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private List<MemberSpec> members(String text) throws IOException {
        List<MemberSpec> members = new ArrayList<>();
        Mistakes mistakes = new Mistakes();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].replaceFirst("(^|\\s)#.*", "").strip();
            if (!line.isEmpty()) {
                mistakes.under(path + ":" + (i + 1), () -> members.add(member(line)));
            }
        }
        List<String> found = mistakes.found();
        if (!found.isEmpty()) {
            String more = found.size() > MOST_TOLD ? "; and " + (found.size() - MOST_TOLD) + " more" : "";
            throw new IOException(found.stream().limit(MOST_TOLD).collect(Collectors.joining("; ")) + more);
        }
        return members;
    }

    /** The words of a line are read as the fields of a member in a program. */
    private static MemberSpec member(String line) {
        String[] words = line.split("\\s+", -1);
        Map<String, Object> fields = new HashMap<>(Map.of("upstream", words[0]));
        Map<String, Object> metadata = new HashMap<>();
        for (String word : List.of(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? "weight" : word.substring(0, equals);
            Object before = name.startsWith(METADATA)
                    ? metadata.put(name.substring(METADATA.length()), word.substring(equals + 1))
                    : fields.put(name, word.substring(equals + 1));
            if (before != null) {
                throw new IllegalArgumentException(name + " must be written once, is " + before + " and " + word);
            }
        }
        if (!metadata.isEmpty()) {
            fields.put("metadata", metadata);
        }
        return MemberSpec.option().read(fields);
    }
}
