package dev.sluice.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Options that stand together in the help, in the order in which they are declared.
 *
 * <p>They are declared by calls, not by annotations: to read those takes a JVM that starts longer than all else that the
 * command line does.
 */
final class Options {
    private final String heading;
    private final List<ArgSpec> declared = new ArrayList<>();

    /** Without a heading. */
    Options() {
        this("");
    }

    Options(String heading) {
        this.heading = heading;
    }

    /** One that is followed by a value. */
    <T> Option<T> value(String name, String label, Function<String, T> parse, String description) {
        return declare(
                followed(name, label, parse, description).type(Object.class).build());
    }

    /** One that is followed by a value, and stands before those that were declared so far. */
    <T> Option<T> firstValue(String name, String label, Function<String, T> parse, String description) {
        Option<T> first = value(name, label, parse, description);
        declared.addFirst(declared.removeLast());
        return first;
    }

    /** One that is followed by a value, and may be repeated. */
    <T> Option<List<T>> values(String name, String label, Function<String, T> parse, String description) {
        return declare(
                followed(name, label, parse, description).type(List.class).build());
    }

    private static OptionSpec.Builder followed(
            String name, String label, Function<String, ?> parse, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .converters(new ValueParser(parse))
                .description(description);
    }

    /** One that is typed or not. */
    Option<Boolean> flag(String name, String description) {
        return declare(OptionSpec.builder(name).description(description).build());
    }

    /** One that is typed or not, in short or in full. */
    Option<Boolean> flag(String letter, String name, String description) {
        return declare(OptionSpec.builder(letter, name).description(description).build());
    }

    /** What is typed besides options, any number of times. */
    Option<List<String>> operands(String label, String description) {
        return declare(PositionalParamSpec.builder()
                .paramLabel(label)
                .arity("0..*")
                .type(List.class)
                .description(description)
                .build());
    }

    private <T> Option<T> declare(ArgSpec spec) {
        declared.add(spec);
        return new Option<>(spec);
    }

    void addTo(CommandSpec command) {
        if (heading.isEmpty()) {
            for (ArgSpec spec : declared) {
                command.add(spec);
            }
        } else {
            command.addArgGroup(group());
        }
    }

    private ArgGroupSpec group() {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder().validate(false).heading(heading);
        for (ArgSpec spec : declared) {
            group.addArg(spec);
        }
        return group.build();
    }
}
