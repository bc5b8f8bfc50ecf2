package dev.sluice.model;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a part of a program was written, for messages: {@code Main.java:14}, {@code gateway.yaml:7}, {@code --rate}.
 * Kept with every part of a model, so it holds a name that all places in one file share, and a number. Immutable.
 */
public final class Place {
    /** Nowhere that could be told. */
    public static final Place UNKNOWN = of("");

    private static final StackWalker WALKER = StackWalker.getInstance();

    private final String source;
    private final int line;

    private Place(String source, int line) {
        this.source = source;
        this.line = line;
    }

    /**
     * A place that is known.
     *
     * @param text file and line, or a flag
     * @return the place
     */
    public static Place of(String text) {
        return new Place(text, 0);
    }

    /**
     * A line of a file.
     *
     * @param file its name
     * @param line from 1
     * @return the place
     */
    public static Place of(String file, int line) {
        return new Place(file, line);
    }

    /**
     * Where the calling code was called from.
     *
     * @param writers the classes that programs are written with, which are passed over together with the classes inside them
     * @return the first line outside them
     */
    public static Place outside(Class<?>... writers) {
        return outside(Arrays.stream(writers).map(Class::getName).collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Where the calling code was called from.
     *
     * @param writers the names of the classes that programs are written with, which are passed over together with the
     *     classes inside them, and of whole packages of such classes
     * @return the first line outside them
     */
    public static Place outside(Set<String> writers) {
        return WALKER.walk(frames -> frames.filter(frame -> !isWriter(frame.getClassName(), writers))
                .filter(frame -> frame.getFileName() != null && frame.getLineNumber() > 0)
                .findFirst()
                .map(frame -> new Place(frame.getFileName(), frame.getLineNumber()))
                .orElse(UNKNOWN));
    }

    /**
     * Where something was called that threw.
     *
     * @param thrown what it threw
     * @param writers the names of classes and packages that are passed over
     * @return the first line outside them
     */
    public static Place of(Throwable thrown, Set<String> writers) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> !isWriter(frame.getClassName(), writers))
                .filter(frame -> frame.getFileName() != null && frame.getLineNumber() > 0)
                .findFirst()
                .map(frame -> new Place(frame.getFileName(), frame.getLineNumber()))
                .orElse(UNKNOWN);
    }

    /**
     * A message with the place before it.
     *
     * @param message what is said
     * @return such as {@code Main.java:14: rateLimit: …}
     */
    public String before(String message) {
        String at = toString();
        return at.isEmpty() ? message : at + ": " + message;
    }

    /**
     * A message about something that was written here first.
     *
     * @param message what is said
     * @return such as {@code route "a" is named twice, first at Main.java:14}
     */
    public String behind(String message) {
        String at = toString();
        return at.isEmpty() ? message : message + ", first at " + at;
    }

    private static boolean isWriter(String name, Set<String> writers) {
        String outer = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
        return outer.equals(Place.class.getName())
                || writers.contains(name)
                || writers.contains(outer)
                || writers.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
