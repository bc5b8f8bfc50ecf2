package dev.sluice.config;

import dev.sluice.model.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a file says, with the place of each thing. Immutable. */
sealed interface Data {
    /** Where it was written, such as {@code gateway.yaml:12}. */
    Place place();

    /** As plain texts, lists and maps. */
    Object plain();

    /**
     * One value.
     *
     * @param text as it is written, without quotes; empty for nothing
     */
    record Text(Place place, String text) implements Data {
        @Override
        public Object plain() {
            return text;
        }
    }

    /** Values in order. */
    record Items(Place place, List<Data> values) implements Data {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public Object plain() {
            return values.stream().map(Data::plain).toList();
        }
    }

    /** Values by name, in the order in which they are written. */
    record Entries(Place place, Map<String, Entry> values) implements Data {
        public Entries {
            values = new LinkedHashMap<>(values);
        }

        @Override
        public Object plain() {
            Map<String, Object> plain = new LinkedHashMap<>();
            values.forEach((name, entry) -> plain.put(name, entry.value().plain()));
            return plain;
        }
    }

    /**
     * A value under its name.
     *
     * @param place where the name is written
     */
    record Entry(Place place, Data value) {}

    /** Entries of both: what is in both is merged, and what is no map is replaced. */
    static Data merged(Data first, Data later) {
        if (!(first instanceof Entries before) || !(later instanceof Entries after)) {
            return later;
        }
        Map<String, Entry> all = new LinkedHashMap<>(before.values());
        after.values().forEach((name, entry) -> {
            Entry known = all.get(name);
            Data value = known == null ? entry.value() : mergedUnder(name, known.value(), entry.value());
            all.put(name, new Entry(entry.place(), value));
        });
        return new Entries(after.place(), all);
    }

    /** Routes of several files stand beside one another. */
    private static Data mergedUnder(String name, Data first, Data later) {
        if (name.equals("routes") && first instanceof Items before && later instanceof Items after) {
            List<Data> all = new ArrayList<>(before.values());
            all.addAll(after.values());
            return new Items(after.place(), all);
        }
        return merged(first, later);
    }
}
