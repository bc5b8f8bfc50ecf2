package dev.sluice.middlewares.ratelimit;

import dev.sluice.core.options.Mistakes;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of tokens per period, and the number of tokens that may be taken at once. Immutable.
 *
 * @param tokens how many are added per period, evenly; 1 or more
 * @param period the length of the period; up to 366 days
 * @param burst the size of the bucket, which starts full; 1 or more
 */
public record Rate(long tokens, Duration period, long burst) {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final OptionType<Duration> PERIOD = OptionTypes.duration();
    private static final Pattern WRITTEN =
            Pattern.compile("(?<tokens>\\d{1,18})\\s*/\\s*(?<period>\\w[\\w ]*?)(\\s+burst\\s+(?<burst>\\d{1,18}))?");

    /**
     * Checks a rate.
     *
     * @throws IllegalArgumentException naming every part that is wrong, and its value
     */
    public Rate {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(tokens >= 1, "tokens of a rate must be 1 or more, is " + tokens);
        mistakes.unless(
                period.isPositive() && period.compareTo(LONGEST) <= 0,
                "period of a rate must be above 0 and up to 366 days, is " + period);
        mistakes.unless(burst >= 1 || burst == tokens, "burst of a rate must be 1 or more, is " + burst);
        mistakes.throwIfAny();
        if (burst > Pace.MOST_GRAINS / Pace.grainsPerToken(tokens, period)) {
            throw new IllegalArgumentException("burst of a rate must be less: " + burst + " at " + tokens
                    + " tokens per " + period + " is too large to count exactly");
        }
    }

    /**
     * A rate whose burst is the tokens of one period.
     *
     * @param tokens how many per period
     * @param period how long
     * @return the rate
     */
    public static Rate of(long tokens, Duration period) {
        return new Rate(tokens, period, tokens);
    }

    /**
     * A copy with another burst.
     *
     * @param size how many tokens may be taken at once
     * @return the copy
     */
    public Rate burst(long size) {
        return new Rate(tokens, period, size);
    }

    /**
     * Parses a rate as YAML and the command line write it.
     *
     * @param text {@code TOKENS/PERIOD}, such as {@code 100/1s}, or {@code TOKENS/PERIOD burst TOKENS}; a period of one
     *     unit may be written without its number, {@code 100/s}
     * @return the rate
     * @throws IllegalArgumentException saying what may be written, or what is wrong with the rate
     */
    public static Rate parse(String text) {
        Matcher rate = WRITTEN.matcher(text.strip());
        if (!rate.matches()) {
            throw new IllegalArgumentException("must be a rate such as 100/1s or 100/1m burst 200, is " + text);
        }
        long tokens = Long.parseLong(rate.group("tokens"));
        String period = rate.group("period");
        Duration duration = PERIOD.read(Character.isLetter(period.charAt(0)) ? "1" + period : period);
        String burst = rate.group("burst");
        return new Rate(tokens, duration, burst == null ? tokens : Long.parseLong(burst));
    }

    /** The text that {@link #parse} reads, exact to the nanosecond. */
    String written() {
        String text = tokens + "/" + PERIOD.write(period);
        return burst == tokens ? text : text + " burst " + burst;
    }

    /**
     * The text that {@code explain()} and the {@code RateLimit-Policy} field show, such as {@code 100/1s burst 200}.
     */
    @Override
    public String toString() {
        String text = tokens + "/" + GoDuration.text(period);
        return burst == tokens ? text : text + " burst " + burst;
    }
}
