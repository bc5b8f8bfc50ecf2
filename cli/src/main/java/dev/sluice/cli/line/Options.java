package dev.sluice.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Options that stand together in the help, in the order in which they are declared. */
public final class Options {
    private final String heading;
    private final List<Option<?>> declared = new ArrayList<>();

    /** Without a heading. */
    public Options() {
        this("");
    }

    public Options(String heading) {
        this.heading = heading;
    }

    public String heading() {
        return heading;
    }

    public List<Option<?>> all() {
        return declared;
    }

    /** One that is followed by a value; the last one counts. */
    public <T> Option<T> value(String name, String label, Function<String, T> parse, String description) {
        return declare(new Option<>(List.of(name), label, false, (before, text) -> parse.apply(text), description));
    }

    /** One that is followed by a value, and stands before those that were declared so far. */
    public <T> Option<T> firstValue(String name, String label, Function<String, T> parse, String description) {
        Option<T> first = value(name, label, parse, description);
        declared.addFirst(declared.removeLast());
        return first;
    }

    /** One that is followed by a value, and may be repeated. */
    public <T> Option<List<T>> values(String name, String label, Function<String, T> parse, String description) {
        return declare(new Option<>(
                List.of(name), label, true, (before, text) -> with(before, parse.apply(text)), description));
    }

    /** One that is typed or not. */
    public Option<Boolean> flag(String name, String description) {
        return flag(List.of(name), description);
    }

    /** One that is typed or not, in short or in full. */
    public Option<Boolean> flag(String letter, String name, String description) {
        return flag(List.of(letter, name), description);
    }

    private Option<Boolean> flag(List<String> names, String description) {
        return declare(new Option<>(names, "", false, (before, text) -> true, description));
    }

    /** What is typed besides options, any number of times. */
    public <T> Option<List<T>> operands(String label, Function<String, T> parse, String description) {
        return declare(
                new Option<>(List.of(), label, true, (before, text) -> with(before, parse.apply(text)), description));
    }

    private static <T> List<T> with(Optional<List<T>> before, T one) {
        List<T> more = new ArrayList<>(before.orElse(List.of()));
        more.add(one);
        return more;
    }

    private <T> Option<T> declare(Option<T> option) {
        declared.add(option);
        return option;
    }
}
