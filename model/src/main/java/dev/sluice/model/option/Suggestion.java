package dev.sluice.model.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Helps a person who wrote a name that there is not. Stateless. */
public final class Suggestion {
    private static final int MOST_LISTED = 12;

    private Suggestion() {}

    /**
     * What may have been meant.
     *
     * @param written the name that there is not
     * @param known those that there are
     * @return such as {@code did you mean "api"?}, or a list of what is known
     */
    public static String among(String written, Collection<String> known) {
        if (known.isEmpty()) {
            return "there is none at all";
        }
        Optional<String> nearest = nearest(written, known);
        return nearest.map(name -> "did you mean \"" + name + "\"?").orElseGet(() -> "known are " + list(known));
    }

    private static String list(Collection<String> known) {
        String listed =
                String.join(", ", known.stream().sorted().limit(MOST_LISTED).toList());
        return known.size() > MOST_LISTED ? listed + ", … (" + known.size() + ")" : listed;
    }

    private static Optional<String> nearest(String written, Collection<String> known) {
        String wanted = written.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))))
                .filter(name -> distance(wanted, name.toLowerCase(Locale.ROOT)) <= Math.max(1, wanted.length() / 3));
    }

    /** How many letters must be added, left out or exchanged (Levenshtein). */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int exchanged = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }
}
