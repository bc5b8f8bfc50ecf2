package dev.sluice.config;

import dev.sluice.core.options.Mistakes;
import dev.sluice.model.Place;
import dev.sluice.model.option.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A map of a file while it is read: knows where it is, and what of it nobody has asked for. Not thread-safe. */
final class Section {
    private final Data.Entries entries;
    private final String path;
    private final Mistakes mistakes;
    private final Set<String> known = new LinkedHashSet<>();

    Section(Data.Entries entries, String path, Mistakes mistakes) {
        this.entries = entries;
        this.path = path;
        this.mistakes = mistakes;
    }

    /** A section; empty, with a mistake, if the data is no map. */
    static Optional<Section> of(Data data, String path, Mistakes mistakes) {
        if (data instanceof Data.Entries entries) {
            return Optional.of(new Section(entries, path, mistakes));
        }
        mistakes.add(data.place() + ": " + path + ": must be a map of names to values, is " + shown(data));
        return Optional.empty();
    }

    static String shown(Data data) {
        return switch (data) {
            case Data.Text text -> text.text().isEmpty() ? "nothing" : "'" + text.text() + "'";
            case Data.Items items -> "a list";
            case Data.Entries map -> "a map";
        };
    }

    Place place() {
        return entries.place();
    }

    /** Where a value is. */
    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Mistakes mistakes() {
        return mistakes;
    }

    void mistake(String message) {
        mistakes.add(entries.place() + ": " + (path.isEmpty() ? "" : path + ": ") + message);
    }

    void mistake(String key, String message) {
        Data.Entry entry = entries.values().get(key);
        Place place = entry == null ? entries.place() : entry.place();
        mistakes.add(place + ": " + path(key) + ": " + message);
    }

    /** The value of a key that may be there. */
    Optional<Data.Entry> get(String key) {
        known.add(key);
        return Optional.ofNullable(entries.values().get(key));
    }

    /** The text of a key that may be there; a mistake, if it is no text. */
    Optional<String> text(String key) {
        Optional<Data.Entry> entry = get(key);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        if (entry.get().value() instanceof Data.Text text) {
            return Optional.of(text.text());
        }
        mistake(key, "must be a text, is " + shown(entry.get().value()));
        return Optional.empty();
    }

    /** The values of a key that may be there; one alone may be written without a list. */
    List<Data> items(String key) {
        return get(key).map(entry -> switch (entry.value()) {
                    case Data.Items items -> items.values();
                    case Data.Text text when text.text().isEmpty() -> List.<Data>of();
                    case Data one -> List.of(one);
                })
                .orElse(List.of());
    }

    /** Those of the keys that are there. */
    List<String> present(Set<String> keys) {
        known.addAll(keys);
        return entries.values().keySet().stream().filter(keys::contains).toList();
    }

    /** A section under a key that may be there. */
    Optional<Section> section(String key) {
        return get(key).flatMap(entry -> of(entry.value(), path(key), mistakes));
    }

    Set<String> keys() {
        return entries.values().keySet();
    }

    /** Tells what nobody has asked for. */
    void end() {
        entries.values().forEach((key, entry) -> {
            if (!known.contains(key)) {
                mistakes.add(entry.place() + ": " + path(key) + ": there is no such key here; "
                        + Suggestion.among(key, known));
            }
        });
    }
}
