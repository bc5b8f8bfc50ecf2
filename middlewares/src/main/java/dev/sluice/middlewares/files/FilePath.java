package dev.sluice.middlewares.files;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The path of a request as names of directories and a file. There is none for a path that could lead elsewhere or be
 * read in two ways: {@code .} and {@code ..}, empty segments, slashes, backslashes and control characters, in plain or
 * percent-encoded, broken escapes, and what is no UTF-8.
 *
 * @param names decoded, from the directory down
 * @param directory whether the path ends in a slash
 */
record FilePath(List<String> names, boolean directory) {
    private static final int HEX = 16;

    /**
     * Reads a path.
     *
     * @param path raw, from its first slash on
     * @param hidden whether names may start with a dot
     */
    static Optional<FilePath> of(String path, boolean hidden) {
        return of(path, hidden, FilePath::decoded);
    }

    /** Reads a path of a program, which has no escapes. */
    static Optional<FilePath> plain(String path) {
        return of(path, true, Optional::of);
    }

    private static Optional<FilePath> of(String path, boolean hidden, Function<String, Optional<String>> decoder) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        boolean directory = path.endsWith("/");
        List<String> names = new ArrayList<>();
        if (path.length() > 1) {
            String inner = path.substring(1, path.length() - (directory ? 1 : 0));
            for (String segment : inner.split("/", -1)) {
                Optional<String> name = decoder.apply(segment).filter(known -> isName(known, hidden));
                if (name.isEmpty()) {
                    return Optional.empty();
                }
                names.add(name.get());
            }
        }
        return Optional.of(new FilePath(List.copyOf(names), directory));
    }

    private static boolean isName(String name, boolean hidden) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && (hidden || !name.startsWith("."))
                && name.chars().noneMatch(FilePath::isRisky);
    }

    private static boolean isRisky(int c) {
        return Character.isISOControl(c) || c == '/' || c == '\\' || (File.separatorChar == '\\' && c == ':');
    }

    /** The segment without its escapes; nothing if one is broken, or the bytes are no UTF-8. */
    private static Optional<String> decoded(String segment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                int high = i + 2 <= segment.length() - 1 ? Character.digit(segment.charAt(i + 1), HEX) : -1;
                int low = i + 2 <= segment.length() - 1 ? Character.digit(segment.charAt(i + 2), HEX) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.write(high * HEX + low);
                i += 2;
            } else if (c > ' ' && c <= '~') {
                bytes.write(c);
            } else {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }

    /** A copy without the names of a prefix; empty if the path does not start with them. */
    Optional<FilePath> without(List<String> prefix) {
        boolean starts =
                names.size() >= prefix.size() && names.subList(0, prefix.size()).equals(prefix);
        return starts
                ? Optional.of(new FilePath(names.subList(prefix.size(), names.size()), directory))
                : Optional.empty();
    }

    /** Whether the last name has a dot, as those of files have. */
    boolean looksLikeAFile() {
        return !directory && !names.isEmpty() && names.getLast().contains(".");
    }

    /** The path of a name in this directory. */
    FilePath file(String name) {
        List<String> all = new ArrayList<>(names);
        all.add(name);
        return new FilePath(List.copyOf(all), false);
    }
}
