package dev.sluice.middlewares.loadbalance.source;

import dev.sluice.core.Upstream;
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
import java.util.List;
import java.util.Optional;

/**
 * Members that a file names, one a line: the URL, and the weight if it is not 1. What follows a {@code #} that begins a
 * line or stands behind a space is a comment. The file is looked at every second, and read if its size or time of change
 * differs. A file with a mistake is of no use as a whole: the members stay.
 *
 * <p>It is read in pieces if it is changed while it is written; the debounce of the discovery keeps a piece from being
 * taken. Whoever renames a whole file into place needs none.
 */
public final class FileSource implements MemberSource {
    /** The largest file. */
    static final int MOST_BYTES = 1 << 20;

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
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].replaceFirst("(^|\\s)#.*", "").strip();
            if (!line.isEmpty()) {
                members.add(member(line, i + 1));
            }
        }
        return members;
    }

    private MemberSpec member(String line, int number) throws IOException {
        String[] words = line.split("\\s+", -1);
        try {
            if (words.length > 2) {
                throw new IllegalArgumentException("a member is a URL and a weight, is " + line);
            }
            return new MemberSpec(Upstream.of(words[0]), words.length == 1 ? 1 : Integer.parseInt(words[1]));
        } catch (NumberFormatException noNumber) {
            throw new IOException(
                    path + ":" + number + ": the weight must be a whole number, is " + words[1], noNumber);
        } catch (IllegalArgumentException mistake) {
            throw new IOException(path + ":" + number + ": " + mistake.getMessage(), mistake);
        }
    }
}
