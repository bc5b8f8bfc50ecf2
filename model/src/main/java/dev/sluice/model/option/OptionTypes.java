package dev.sluice.model.option;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.options.Secret;
import dev.sluice.expression.Expression;
import dev.sluice.expression.Vocabulary;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The usual types of options. */
public final class OptionTypes {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,15})\\s*(ns|us|ms|s|m|h|d)");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,19})\\s*(B|KiB|MiB|GiB)?");
    private static final String DURATION_TEXT = "\\s*(0|" + DURATION + "(\\s*" + DURATION + ")*)\\s*";
    private static final String BYTES_TEXT = "\\s*(unlimited|-1|" + BYTES + ")\\s*";
    private static final Map<String, Duration> DURATIONS = Map.of(
            "ns", Duration.ofNanos(1),
            "us", Duration.ofNanos(1_000),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Duration LONGEST = Duration.ofDays(100_000_000);
    private static final List<String> COARSE_TO_FINE = List.of("d", "h", "m", "s", "ms", "us", "ns");
    private static final List<String> SIZES = List.of("B", "KiB", "MiB", "GiB");

    private OptionTypes() {}

    private static IllegalArgumentException mustBe(String what, Object is) {
        return new IllegalArgumentException("must be " + what + ", is " + is);
    }

    /**
     * Texts.
     *
     * @return any text
     */
    public static OptionType<String> text() {
        return OptionType.of("text", OptionTypes::asText, text -> text).withSchema(JsonSchemas::text);
    }

    private static String asText(Object data) {
        if (data instanceof String text) {
            return text;
        }
        if (data instanceof Number || data instanceof Boolean) {
            return data.toString();
        }
        throw mustBe("a text", data);
    }

    /**
     * True and false.
     *
     * @return both
     */
    public static OptionType<Boolean> flag() {
        return OptionType.of(
                        "true or false",
                        data -> switch (data.toString()) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw mustBe("true or false", data);
                        },
                        value -> value)
                .withSchema(JsonSchemas::flag);
    }

    /**
     * Whole numbers.
     *
     * @param least the smallest
     * @return from there to the largest int
     */
    public static OptionType<Integer> integer(int least) {
        String name = "whole number, " + least + " or more";
        return OptionType.of(name, data -> (int) whole(data, least, Integer.MAX_VALUE), value -> value)
                .withSchema(() -> JsonSchemas.whole(least, Integer.MAX_VALUE));
    }

    /**
     * Whole numbers.
     *
     * @param least the smallest
     * @return from there to the largest long
     */
    public static OptionType<Long> whole(long least) {
        String name = "whole number, " + least + " or more";
        return OptionType.of(name, data -> whole(data, least, Long.MAX_VALUE), value -> value)
                .withSchema(() -> JsonSchemas.whole(least, Long.MAX_VALUE));
    }

    private static long whole(Object data, long least, long most) {
        try {
            long number = Long.parseLong(data.toString().strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            throw mustBe("a whole number", data);
        }
        throw mustBe(least + ".." + most, data);
    }

    /**
     * Sizes, written as {@code 64 KiB}.
     *
     * @return bytes; a bare number is bytes, {@code -1} and {@code unlimited} are no limit
     */
    public static OptionType<Long> bytes() {
        return OptionType.of("size, such as 64 KiB", OptionTypes::readBytes, OptionTypes::writeBytes)
                .withSchema(() -> JsonSchemas.numberOr(-1, Long.MAX_VALUE, BYTES_TEXT));
    }

    private static long readBytes(Object data) {
        String text = data.toString().strip();
        if (text.equals("unlimited") || text.equals("-1")) {
            return -1;
        }
        Matcher size = BYTES.matcher(text);
        if (!size.matches()) {
            throw mustBe("a size such as 64 KiB", data);
        }
        int power = size.group(2) == null ? 0 : SIZES.indexOf(size.group(2));
        BigInteger bytes = new BigInteger(size.group(1)).shiftLeft(10 * power);
        if (bytes.bitLength() >= Long.SIZE) {
            throw mustBe("less than 8 EiB", data);
        }
        return bytes.longValue();
    }

    private static Object writeBytes(long bytes) {
        if (bytes < 0) {
            return "unlimited";
        }
        int power = 0;
        long count = bytes;
        while (power < SIZES.size() - 1 && count > 0 && count % 1024 == 0) {
            count /= 1024;
            power++;
        }
        return count + " " + SIZES.get(power);
    }

    /**
     * Durations, written as {@code 250ms} or {@code 1m 30s}.
     *
     * @return zero or more
     */
    public static OptionType<Duration> duration() {
        return OptionType.of("duration, such as 250ms", OptionTypes::readDuration, OptionTypes::writeDuration)
                .withSchema(() -> JsonSchemas.numberOr(0, 0, DURATION_TEXT));
    }

    private static Duration readDuration(Object data) {
        String text = data.toString().strip();
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Duration sum = Duration.ZERO;
        Matcher part = DURATION.matcher(text);
        int end = 0;
        while (part.find() && text.substring(end, part.start()).isBlank()) {
            Duration unit = DURATIONS.getOrDefault(part.group(2), Duration.ZERO);
            long count = Long.parseLong(part.group(1));
            if (unit.toSeconds() > 0 && count > LONGEST.toSeconds() / unit.toSeconds()) {
                throw mustBe("less than 100 million days", data);
            }
            sum = sum.plus(unit.multipliedBy(count));
            end = part.end();
        }
        if (end == 0 || end != text.length()) {
            throw mustBe("a duration such as 250ms or 1m 30s", data);
        }
        return sum;
    }

    private static Object writeDuration(Duration duration) {
        StringBuilder text = new StringBuilder();
        Duration rest = duration;
        for (String unit : COARSE_TO_FINE) {
            Duration size = DURATIONS.getOrDefault(unit, Duration.ZERO);
            long count = rest.dividedBy(size);
            if (count > 0) {
                text.append(text.isEmpty() ? "" : " ").append(count).append(unit);
                rest = rest.minus(size.multipliedBy(count));
            }
        }
        return text.isEmpty() ? "0" : text.toString();
    }

    /**
     * The constants of an enum, written in lower case with hyphens.
     *
     * @param type the enum
     * @param <E> the enum
     * @return its constants
     */
    public static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        String names = constants.stream().map(OptionTypes::constant).collect(Collectors.joining(", "));
        return OptionType.of(
                        "one of " + names,
                        data -> constants.stream()
                                .filter(one -> constant(one).equals(data.toString()))
                                .findAny()
                                .orElseThrow(() -> mustBe("one of " + names, data)),
                        OptionTypes::constant)
                .withSchema(() -> JsonSchemas.oneOf(
                        constants.stream().map(OptionTypes::constant).toList()));
    }

    private static String constant(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Values that are written as one text.
     *
     * @param name what a person may write
     * @param reader of the text; throws {@link IllegalArgumentException}
     * @param writer to a text that reads as an equal value
     * @param <T> the values
     * @return the type
     */
    public static <T> OptionType<T> parsed(String name, Function<String, T> reader, Function<T, String> writer) {
        return OptionType.of(name, data -> reader.apply(asText(data)), (T value) -> (Object) writer.apply(value))
                .withSchema(JsonSchemas::text);
    }

    /**
     * Conditions in the expression language.
     *
     * @param words what the condition may speak of
     * @param <T> what it is asked of
     * @return the type
     */
    public static <T> OptionType<Expression<T>> expression(Vocabulary<T> words) {
        return parsed("condition", text -> Expression.parse(text, words), Expression::toString);
    }

    /**
     * Passwords, keys and tokens. Written as {@code ***}, because a secret is never exported, and not read from that. No
     * message shows what was read.
     *
     * @return the type
     */
    public static OptionType<Secret> secret() {
        return OptionType.of("secret", OptionTypes::readSecret, (Secret secret) -> (Object) secret.toString())
                .withSchema(() ->
                        JsonSchemas.anyOf(List.of(JsonSchemas.text(), JsonSchemas.entry("file", JsonSchemas.text()))));
    }

    private static Secret readSecret(Object data) {
        if (data instanceof Map<?, ?> map && map.size() == 1 && map.get("file") instanceof String file) {
            return secretIn(file);
        }
        if (!(data instanceof String || data instanceof Number || data instanceof Boolean)) {
            throw new IllegalArgumentException("must be a text, or file: with the path of one");
        }
        Secret secret = Secret.of(data.toString());
        if (data.equals(secret.toString())) {
            throw new IllegalArgumentException("must be the secret itself: *** stands for one that was not written");
        }
        return secret;
    }

    /** Without the line feed that editors put at the end. */
    private static Secret secretIn(String file) {
        try {
            return Secret.of(Files.readString(Path.of(file)).stripTrailing());
        } catch (IOException | InvalidPathException unreadable) {
            throw new IllegalArgumentException("the file '" + file + "' with the secret cannot be read", unreadable);
        }
    }

    /**
     * What may be left out.
     *
     * @param type of what is there
     * @param <T> of what is there
     * @return the type; {@code none} is written for nothing
     */
    public static <T> OptionType<Optional<T>> maybe(OptionType<T> type) {
        return OptionType.of(
                        type.name() + ", or none",
                        (Object data) -> data.equals("none") ? Optional.<T>empty() : Optional.of(type.read(data)),
                        (Optional<T> value) -> value.map(type::write).orElse("none"))
                .withSchema(() -> JsonSchemas.anyOf(List.of(JsonSchemas.of("const", "none"), type.schema())));
    }

    /**
     * Lists.
     *
     * @param type of the elements; one alone may be written without a list
     * @param <T> of the elements
     * @return the type
     */
    public static <T> OptionType<List<T>> listOf(OptionType<T> type) {
        return OptionType.of("list of " + type.name(), data -> elements(data, type), (List<T> list) ->
                        (Object) list.stream().map(type::write).toList())
                .withSchema(() -> JsonSchemas.listOf(type.schema()));
    }

    /**
     * Sets, written as lists in natural order.
     *
     * @param type of the elements
     * @param <T> of the elements
     * @return the type
     */
    public static <T extends Comparable<T>> OptionType<Set<T>> setOf(OptionType<T> type) {
        return OptionType.of("set of " + type.name(), data -> Set.copyOf(elements(data, type)), (Set<T> set) ->
                        (Object) new TreeSet<>(set).stream().map(type::write).toList())
                .withSchema(() -> JsonSchemas.listOf(type.schema()));
    }

    private static <T> List<T> elements(Object data, OptionType<T> type) {
        Mistakes mistakes = new Mistakes();
        List<T> elements = new ArrayList<>();
        Collection<?> all = data instanceof Collection<?> several ? several : List.of(data);
        all.forEach(one -> mistakes.trying(() -> elements.add(type.read(one))));
        mistakes.throwIfAny();
        return List.copyOf(elements);
    }

    /**
     * Values by name.
     *
     * @param type of the values
     * @param <T> of the values
     * @return the type, written in order of the names
     */
    public static <T> OptionType<Map<String, T>> mapOf(OptionType<T> type) {
        return OptionType.of(
                        "map of " + type.name(),
                        data -> entries(data, type),
                        (Map<String, T> values) -> (Object) values.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> type.write(entry.getValue()),
                                        OptionTypes::last,
                                        TreeMap::new)))
                .withSchema(() -> JsonSchemas.mapOf(type.schema()));
    }

    /** Says nothing of the data, which may hold secrets. */
    private static <T> Map<String, T> entries(Object data, OptionType<T> type) {
        if (!(data instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("must be a map of names to values of type " + type.name());
        }
        Mistakes mistakes = new Mistakes();
        Map<String, T> entries = new HashMap<>();
        map.forEach((name, value) ->
                mistakes.under("'" + name + "'", () -> entries.put(String.valueOf(name), type.read(value))));
        mistakes.throwIfAny();
        return Map.copyOf(entries);
    }

    /** Of two values of one key, which cannot be. */
    private static <T> T last(T first, T second) {
        return second;
    }

    /**
     * A value made of options of its own.
     *
     * @param type the kind of it, whose options these are
     * @param <O> the value, a record
     * @return written as a map; what is no map is read as the first of the options
     */
    public static <O> OptionType<O> nested(PartType<O> type) {
        return OptionType.of(
                        type.name(),
                        data -> type.read(OptionValues.of(type, given(data, type))),
                        (O value) -> (Object) type.options().stream()
                                .filter(option -> option.isSet(value))
                                .collect(Collectors.toMap(
                                        OptionSpec::key,
                                        option -> option.write(value),
                                        OptionTypes::last,
                                        TreeMap::new)))
                .withSchema(() -> JsonSchemas.nested(type));
    }

    private static Map<String, Object> given(Object data, PartType<?> type) {
        Map<String, Object> given = new HashMap<>();
        if (data instanceof Map<?, ?> map) {
            map.forEach((key, value) -> given.put(String.valueOf(key), value));
        } else if (!type.options().isEmpty()) {
            given.put(type.options().getFirst().key(), data);
        } else if (!data.equals("")) {
            throw new IllegalArgumentException(type.name() + " has no options, is given " + data);
        }
        return given;
    }

    /**
     * Code and live objects of a user's program: allowed in Java, named, and never written as data.
     *
     * @param what it is, such as {@code handler}
     * @param <T> the values
     * @return the type
     */
    public static <T> OptionType<T> opaque(String what) {
        return OptionType.of(
                        what + " (Java only)",
                        data -> {
                            throw new IllegalArgumentException("is a " + what + " and can be given in Java only");
                        },
                        (T value) -> {
                            throw new OpaqueValueException(what + " " + value);
                        })
                .withSchema(JsonSchemas::nothing);
    }
}
