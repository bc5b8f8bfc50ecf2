package dev.sluice.cli.line;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;

/**
 * Reads what was typed behind a command into its {@link Option}s: {@code --name value} or {@code --name=value}, flags, and
 * operands anywhere between them; behind {@code --} there are only operands. All mistakes are collected.
 *
 * <p>It is our own, since picocli, which writes the help, is compiled for a JVM so old that its classes do not fit an AOT
 * cache: to load them took a third of a start.
 */
public final class CommandLine {
    private final Map<String, Option<?>> byName = new HashMap<>();
    private final List<String> mistakes = new ArrayList<>();
    private final Queue<String> words;
    private Optional<Option<?>> operands = Optional.empty();

    private CommandLine(Command command, Collection<String> words) {
        this.words = new ArrayDeque<>(words);
        for (Options group : command.options()) {
            for (Option<?> option : group.all()) {
                if (option.isOperand()) {
                    operands = Optional.of(option);
                }
                for (String name : option.names()) {
                    byName.put(name, option);
                }
            }
        }
    }

    /**
     * Gives each option what was typed for it.
     *
     * @return a line for each mistake
     */
    public static List<String> parse(Command command, Collection<String> words) {
        CommandLine line = new CommandLine(command, words);
        line.parse();
        return line.mistakes;
    }

    /**
     * Where the first operand is: the name of a command that follows another may have options of both before it.
     *
     * @return its index; empty if there is none, or only behind {@code --}
     */
    public static OptionalInt firstOperand(Command command, List<String> words) {
        Map<String, Option<?>> known = new CommandLine(command, List.of()).byName;
        for (int i = 0; i < words.size() && !words.get(i).equals("--"); i++) {
            Option<?> option = known.get(words.get(i));
            if (!words.get(i).startsWith("-")) {
                return OptionalInt.of(i);
            } else if (option != null && !option.isFlag()) {
                i++;
            }
        }
        return OptionalInt.empty();
    }

    private void parse() {
        boolean onlyOperands = false;
        for (String word = words.poll(); word != null; word = words.poll()) {
            if (onlyOperands || !word.startsWith("-") || word.equals("-")) {
                operand(word);
            } else if (word.equals("--")) {
                onlyOperands = true;
            } else {
                option(word);
            }
        }
    }

    private void operand(String word) {
        if (operands.isPresent()) {
            take(operands.get(), operands.get().label(), word);
        } else {
            mistakes.add("Unexpected operand: '" + word + "'");
        }
    }

    private void option(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option<?> option = byName.get(name);
        if (option == null) {
            mistakes.add("Unknown option: '" + word + "'");
        } else if (option.isFlag()) {
            flag(option, word, equals >= 0);
        } else {
            String called = "option '" + name + "' (" + option.label() + ")";
            String value = equals < 0 ? next() : word.substring(equals + 1);
            if (value.isEmpty()) {
                mistakes.add("Missing value for " + called);
            } else {
                take(option, called, value);
            }
        }
    }

    private void flag(Option<?> flag, String word, boolean withValue) {
        if (withValue) {
            mistakes.add("An option without a value: '" + word + "'");
        } else {
            flag.take("");
        }
    }

    /** The value that follows; empty if there is none, but another option. */
    private String next() {
        String following = words.peek();
        if (following == null || byName.containsKey(following)) {
            return "";
        }
        words.remove();
        return following;
    }

    private void take(Option<?> option, String called, String text) {
        try {
            option.take(text);
        } catch (IllegalArgumentException | ArithmeticException mistake) {
            mistakes.add("Invalid value for " + called + ": " + firstLine(mistake));
        }
    }

    /** Errors in expressions go on with a picture of where they are, which is more than a line. */
    private static String firstLine(RuntimeException mistake) {
        return String.valueOf(mistake.getMessage()).lines().findFirst().orElse("");
    }
}
