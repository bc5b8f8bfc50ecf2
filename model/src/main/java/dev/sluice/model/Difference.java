package dev.sluice.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What another model would change of one: which routes, pools and steps come, go, or become different. What is not named
 * keeps its state. Reads as text: {@code +} comes, {@code -} goes, {@code ~} changes.
 *
 * @param changes in the order of the new model, those that go at the end
 * @param kept how many parts stay what and where they are
 */
public record Difference(List<Change> changes, int kept) {
    /** What happens to a thing. */
    public enum Kind {
        /** It is new. */
        ADDED("+"),
        /** It is there no longer. */
        REMOVED("-"),
        /** It is there still, with a new state of its own. */
        CHANGED("~");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }
    }

    /**
     * One change.
     *
     * @param kind what happens
     * @param path where, such as {@code orders/rateLimit#1}
     * @param what the thing as it is written
     * @param details what is different, a line each; empty if the thing comes or goes
     */
    public record Change(Kind kind, String path, String what, List<String> details) {
        /** Keeps its own copy. */
        public Change {
            details = List.copyOf(details);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(kind.sign + " " + path + "  " + what);
            details.forEach(detail -> text.append("\n      ").append(detail));
            return text.toString();
        }
    }

    /** Keeps its own copy. */
    public Difference {
        changes = List.copyOf(changes);
    }

    /**
     * Compares two models.
     *
     * @param before what there is
     * @param after what there shall be
     * @return the difference
     */
    public static Difference between(Model before, Model after) {
        Map<String, Outline.Thing> old = Outline.of(before);
        Map<String, Outline.Thing> rest = new LinkedHashMap<>(old);
        List<Change> changes = new ArrayList<>();
        int kept = 0;
        for (Map.Entry<String, Outline.Thing> entry : Outline.of(after).entrySet()) {
            Outline.Thing now = entry.getValue();
            Outline.Thing was = rest.remove(entry.getKey());
            if (was == null) {
                changes.add(new Change(Kind.ADDED, entry.getKey(), now.text(), List.of()));
            } else if (was.equals(now)) {
                kept++;
            } else {
                changes.add(new Change(Kind.CHANGED, entry.getKey(), now.text(), now.unlike(was)));
            }
        }
        rest.forEach((path, was) -> changes.add(new Change(Kind.REMOVED, path, was.text(), List.of())));
        return new Difference(changes, kept);
    }

    /**
     * Whether there is none.
     *
     * @return true if both models are equal
     */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    private long count(Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }

    /** A change a line, and the numbers. */
    @Override
    public String toString() {
        if (isEmpty()) {
            return "nothing changes\n";
        }
        StringBuilder text = new StringBuilder();
        changes.forEach(change -> text.append("  ").append(change).append('\n'));
        return text.append(count(Kind.ADDED))
                .append(" to add, ")
                .append(count(Kind.CHANGED))
                .append(" to change, ")
                .append(count(Kind.REMOVED))
                .append(" to remove; ")
                .append(kept)
                .append(" as they are\n")
                .toString();
    }
}
