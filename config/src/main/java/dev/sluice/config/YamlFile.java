package dev.sluice.config;

import dev.sluice.core.options.Mistakes;
import dev.sluice.model.Place;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one YAML file. Bounded against documents that are made to exhaust the reader: in size, in depth, and in what
 * aliases expand to.
 */
final class YamlFile {
    private static final long LARGEST = 16L * 1024 * 1024;
    private static final int DEEPEST = 50;
    private static final int MOST_VALUES = 2_000_000;

    private final String file;
    private final Mistakes mistakes;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Integer, Place> places = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private int values;

    private YamlFile(String file, Mistakes mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    /** What a file says; empty if it cannot be read, which is a mistake then. */
    static Optional<Data> read(Path path, Mistakes mistakes) {
        String name = String.valueOf(path.getFileName());
        return text(path, mistakes).flatMap(text -> new YamlFile(name, mistakes).parsed(text));
    }

    /** What a text says, as if it were a file of that name. */
    static Optional<Data> read(String name, String text, Mistakes mistakes) {
        return new YamlFile(name, mistakes).parsed(text);
    }

    /** A file as it is written; one that can be read. */
    static String text(Path path) {
        Mistakes mistakes = new Mistakes();
        Optional<String> text = text(path, mistakes);
        mistakes.throwIfAny();
        return text.orElseThrow();
    }

    private static Optional<String> text(Path path, Mistakes mistakes) {
        try {
            long size = Files.size(path);
            if (size > LARGEST) {
                mistakes.add(path + ": has " + size + " bytes, and at most " + LARGEST + " are read");
                return Optional.empty();
            }
            return Optional.of(Files.readString(path));
        } catch (NoSuchFileException missing) {
            mistakes.add(path + ": there is no such file");
        } catch (CharacterCodingException binary) {
            mistakes.add(path + ": is no text in UTF-8");
        } catch (IOException unreadable) {
            mistakes.add(path + ": cannot be read: " + unreadable.getMessage());
        }
        return Optional.empty();
    }

    private Optional<Data> parsed(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Math.toIntExact(LARGEST));
        options.setNestingDepthLimit(DEEPEST);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            return root == null ? Optional.of(new Data.Entries(Place.of(file), Map.of())) : Optional.of(data(root));
        } catch (TooMuch bomb) {
            mistakes.add(String.valueOf(bomb.getMessage()));
        } catch (MarkedYAMLException wrong) {
            int line =
                    wrong.getProblemMark() == null ? 1 : wrong.getProblemMark().getLine() + 1;
            mistakes.add(file + ":" + line + ": " + oneLine(wrong.getProblem()));
        } catch (YAMLException wrong) {
            mistakes.add(file + ": " + oneLine(wrong.getMessage()));
        }
        return Optional.empty();
    }

    private static String oneLine(@Nullable String problem) {
        return (problem == null ? "is no YAML" : problem).lines().findFirst().orElse("is no YAML");
    }

    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMuch(String message) {
            super(message);
        }
    }

    private Place place(Node node) {
        return places.computeIfAbsent(node.getStartMark().getLine() + 1, line -> Place.of(file, line));
    }

    /** What is written more than once, such as the name of a pool, is kept once. */
    private String text(ScalarNode scalar) {
        String text = scalar.getValue();
        String same = texts.putIfAbsent(text, text);
        return same == null ? text : same;
    }

    private Data data(Node node) {
        if (++values > MOST_VALUES) {
            throw new TooMuch(file + ": has more than " + MOST_VALUES + " values, with what its aliases stand for");
        }
        if (node instanceof ScalarNode scalar) {
            return new Data.Text(place(node), Tag.NULL.equals(node.getTag()) ? "" : text(scalar));
        }
        if (!open.add(node)) {
            throw new TooMuch(place(node) + ": an alias stands for what it is inside of");
        }
        try {
            return node instanceof SequenceNode list ? items(list) : entries((MappingNode) node);
        } finally {
            open.remove(node);
        }
    }

    private Data items(SequenceNode list) {
        List<Data> items = new ArrayList<>();
        list.getValue().forEach(item -> items.add(data(item)));
        return new Data.Items(place(list), items);
    }

    private Data entries(MappingNode map) {
        Map<String, Data.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple pair : map.getValue()) {
            Node key = pair.getKeyNode();
            Data value = data(pair.getValueNode());
            if (!(key instanceof ScalarNode name)) {
                mistakes.add(place(key) + ": a name must be a text");
            } else if (Tag.MERGE.equals(key.getTag()) && value instanceof Data.Entries merged) {
                merged.values().forEach(entries::putIfAbsent);
            } else {
                Data.Entry first = entries.put(text(name), new Data.Entry(place(key), value));
                if (first != null) {
                    mistakes.add(
                            place(key) + ": '" + name.getValue() + "' is written twice, first at " + first.place());
                }
            }
        }
        return new Data.Entries(place(map), entries);
    }
}
