package dev.sluice.model;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a part of a program was written, for messages: {@code Main.java:14}, {@code gateway.yaml:7}, {@code --rate}.
 * Found out when it is asked for, since that costs more than to remember the call.
 */
public final class Place {
    /** Nowhere that could be told. */
    public static final Place UNKNOWN = of("");

    private final Set<String> writers;
    private final @Nullable Throwable call;
    private volatile @Nullable String text;

    private Place(Set<String> writers, @Nullable Throwable call, @Nullable String text) {
        this.writers = writers;
        this.call = call;
        this.text = text;
    }

    /**
     * A place that is known.
     *
     * @param text file and line, or a flag
     * @return the place
     */
    public static Place of(String text) {
        return new Place(Set.of(), null, text);
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
        return new Place(writers, new Throwable("written here"), null);
    }

    /**
     * Where something was called that threw.
     *
     * @param thrown what it threw
     * @param writers the names of classes and packages that are passed over
     * @return the first line outside them
     */
    public static Place of(Throwable thrown, Set<String> writers) {
        return new Place(writers, thrown, null);
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

    private static String found(Set<String> writers, Throwable call) {
        for (StackTraceElement frame : call.getStackTrace()) {
            String name = frame.getClassName();
            String outer = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
            boolean writer = outer.equals(Place.class.getName())
                    || writers.contains(name)
                    || writers.contains(outer)
                    || writers.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
            if (!writer && frame.getFileName() != null && frame.getLineNumber() > 0) {
                return frame.getFileName() + ":" + frame.getLineNumber();
            }
        }
        return "";
    }

    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = call == null ? "" : found(writers, call);
            text = known;
        }
        return known;
    }
}
