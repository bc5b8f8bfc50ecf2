package dev.sluice.config;

import dev.sluice.core.options.Mistakes;
import dev.sluice.model.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Reads models from YAML files. Of several files the later win: maps are merged, lists and values replaced, routes put
 * beside one another. Then a system property or an environment variable with the key of a value wins, and {@code ${key}}
 * stands for the value of a key of any of these. Thread-safe.
 */
public final class ModelFiles {
    private final Map<String, String> environment;
    private final Map<String, String> properties;

    private ModelFiles(Map<String, String> environment, Map<String, String> properties) {
        this.environment = Map.copyOf(environment);
        this.properties = Map.copyOf(properties);
    }

    /**
     * With the variables and properties of this process.
     *
     * @return the reader
     */
    public static ModelFiles system() {
        Properties properties = System.getProperties();
        Map<String, String> texts = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
        return new ModelFiles(System.getenv(), texts);
    }

    /**
     * With variables and properties that are given.
     *
     * @param environment variables, as {@code PORT}
     * @param properties by their keys
     * @return the reader
     */
    public static ModelFiles with(Map<String, String> environment, Map<String, String> properties) {
        return new ModelFiles(environment, properties);
    }

    /**
     * Reads a model.
     *
     * @param files one or more, the later win
     * @return the model
     * @throws dev.sluice.core.options.MistakesException naming every mistake with file, line and key
     */
    public Model read(List<Path> files) {
        Mistakes mistakes = new Mistakes();
        List<Data> readable = files.stream()
                .flatMap(file -> YamlFile.read(file, mistakes).stream())
                .toList();
        // without one of the files, what it was to give would be missing everywhere
        boolean isWhole = readable.size() == files.size();
        return model(isWhole ? readable.stream().reduce(Data::merged) : Optional.empty(), mistakes);
    }

    /**
     * Reads a model from a text.
     *
     * @param name what messages call it, such as {@code gateway.yaml}
     * @param text YAML
     * @return the model
     * @throws dev.sluice.core.options.MistakesException naming every mistake with line and key
     */
    public Model read(String name, String text) {
        Mistakes mistakes = new Mistakes();
        return model(YamlFile.read(name, text, mistakes), mistakes);
    }

    /**
     * What files say together, as one text that is read elsewhere: what it refers to is resolved there.
     *
     * @param files one or more, the later win
     * @return YAML; that of a single file as it is written
     * @throws dev.sluice.core.options.MistakesException naming what is no YAML, with file and line
     */
    public static String text(List<Path> files) {
        Mistakes mistakes = new Mistakes();
        List<Data> readable = files.stream()
                .flatMap(file -> YamlFile.read(file, mistakes).stream())
                .toList();
        mistakes.throwIfAny();
        return files.size() == 1
                ? YamlFile.text(files.getFirst())
                : ModelYaml.dumped(
                        readable.stream().reduce(Data::merged).orElseThrow().plain());
    }

    private Model model(Optional<Data> data, Mistakes mistakes) {
        Optional<Model> model = data.map(read -> Resolver.resolved(read, environment, properties, mistakes))
                .flatMap(resolved -> new ModelReader(Types.known(), mistakes).read(resolved));
        mistakes.throwIfAny();
        return model.orElseThrow();
    }
}
