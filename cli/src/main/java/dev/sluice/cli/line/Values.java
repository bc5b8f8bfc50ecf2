package dev.sluice.cli.line;

import dev.sluice.core.MessageLimits;
import dev.sluice.middlewares.ratelimit.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is typed behind an option, and what it stands for. */
public final class Values {
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,12})([a-z]*)");
    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([0-9a-fA-F:.%]+)]:|([^:\\[\\]]*):|)(\\d{1,5})");
    private static final int LAST_PORT = 65_535;
    private static final int LEAST_HEAD = 64;
    private static final int MOST_HEAD = 1 << 30;

    private Values() {}

    /**
     * A number of bytes.
     *
     * @param bytes 0 or more
     */
    public record Size(long bytes) {}

    /**
     * Where to listen.
     *
     * @param host a name or an address, IPv6 without brackets
     * @param port 0 for a free one
     */
    public record Address(String host, int port) {
        /** By hand: what a record has by itself takes 10 ms to link, where it is first asked for. */
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** {@code 512}, {@code -1}: a whole number. */
    public static int integer(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException wrong) {
            throw notA("an int", text);
        }
    }

    /** {@code 500ms}, {@code 2s}, {@code 1m}, {@code 1h}; {@code 0}. */
    public static Duration duration(String text) {
        Matcher parts = parts(text, "a duration such as 500ms, 2s or 1m");
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> {
                if (count != 0 || !parts.group(2).isEmpty()) {
                    throw notA("a duration such as 500ms, 2s or 1m", text);
                }
                yield Duration.ZERO;
            }
        };
    }

    /** {@code 512}, {@code 64k}, {@code 10m}, {@code 1g}: bytes in binary units. */
    public static Size size(String text) {
        Matcher parts = parts(text, "a size such as 512, 64k or 10m");
        int shift = switch (parts.group(2)) {
            case "", "b" -> 0;
            case "k", "kb", "kib" -> 10;
            case "m", "mb", "mib" -> 20;
            case "g", "gb", "gib" -> 30;
            default -> throw notA("a size such as 512, 64k or 10m", text);
        };
        return new Size(Math.multiplyExact(Long.parseLong(parts.group(1)), 1L << shift));
    }

    /** {@code 64k}: the greatest head of a request, and no request line longer than that. */
    public static MessageLimits maxHead(String text) {
        long bytes = size(text).bytes();
        if (bytes < LEAST_HEAD || bytes > MOST_HEAD) {
            throw notA("a size from 64 to 1g", text);
        }
        MessageLimits usual = MessageLimits.DEFAULT;
        int head = (int) bytes;
        return new MessageLimits(Math.min(usual.line(), head), head, usual.fields(), usual.trailers());
    }

    /** {@code 3,1}: a share for each upstream. */
    public static List<Integer> weights(String text) {
        List<Integer> weights = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            if (!one.matches("\\d{1,9}")) {
                throw notA("a list of whole numbers such as 3,1", text);
            }
            weights.add(Integer.valueOf(one));
        }
        return weights;
    }

    /** {@code 100/1s}: so many requests per period. */
    public static Rate rate(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || !text.substring(0, slash).matches("\\d{1,12}")) {
            throw notA("a rate such as 100/1s", text);
        }
        return Rate.of(Long.parseLong(text.substring(0, slash)), duration(text.substring(slash + 1)));
    }

    /** {@code 127.0.0.1:8080}, {@code [::1]:8080}; {@code :8080} and {@code 8080} are all addresses of the machine. */
    public static Address address(String text) {
        return address(text, "0.0.0.0");
    }

    /** The same, with an address of one's own in place of all of the machine. */
    public static Address address(String text, String hostByDefault) {
        Matcher parts = ADDRESS.matcher(text.strip());
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > LAST_PORT) {
            throw notA("an address such as 127.0.0.1:8080", text);
        }
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return new Address(host == null || host.isEmpty() ? hostByDefault : host, Integer.parseInt(parts.group(3)));
    }

    private static Matcher parts(String text, String what) {
        Matcher parts = QUANTITY.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw notA(what, text);
        }
        return parts;
    }

    private static IllegalArgumentException notA(String what, String text) {
        return new IllegalArgumentException("'" + text + "' is not " + what);
    }
}
