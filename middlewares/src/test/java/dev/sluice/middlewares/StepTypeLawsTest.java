package dev.sluice.middlewares;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.Gate;
import dev.sluice.core.Middleware;
import dev.sluice.core.options.MistakesException;
import dev.sluice.core.time.Timers;
import dev.sluice.model.Environment;
import dev.sluice.model.Place;
import dev.sluice.model.Step;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.model.option.PartType;
import dev.sluice.testkit.ManualTicker;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws that hold for the options of every step type. */
class StepTypeLawsTest {
    /** Is no value of any type. */
    private static final Object WRONG = List.of(Map.of("neither", "a map"));

    static List<StepTypeSample<?>> samples() {
        return StepTypeSamples.all();
    }

    private static List<StepType<?>> found() {
        List<StepType<?>> types = new ArrayList<>();
        ServiceLoader.load(StepType.class).forEach(types::add);
        return types;
    }

    private static Set<String> names() {
        return found().stream().map(StepType::name).collect(Collectors.toSet());
    }

    @Test
    void everyTypeThatIsFoundHasASampleHere() {
        Set<String> covered = samples().stream().map(StepTypeSample::toString).collect(Collectors.toSet());
        Set<String> uncovered = new HashSet<>(names());
        uncovered.removeAll(covered);
        assertThat(StepTypeSamples.MISSING).as("step types without a sample").containsAll(uncovered);
        assertThat(StepTypeSamples.MISSING).as("step types that have a sample").doesNotContainAnyElementsOf(covered);
        assertThat(StepTypeSamples.MISSING).as("names of no step type").isSubsetOf(names());
        assertThat(names()).as("step types of META-INF/services").containsAll(covered);
    }

    /** Tests run on the class path, so what the module provides is read from its descriptor. */
    @Test
    void moduleAndClassPathNameTheSameTypes() throws IOException {
        Set<String> provided = new HashSet<>();
        try (InputStream descriptor = Files.newInputStream(Path.of("target/classes/module-info.class"))) {
            ModuleDescriptor.read(descriptor).provides().stream()
                    .filter(service -> service.service().equals(StepType.class.getName()))
                    .forEach(service -> provided.addAll(service.providers()));
        }
        Set<String> listed =
                found().stream().map(type -> type.getClass().getName()).collect(Collectors.toSet());
        assertThat(provided).isEqualTo(listed);
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void optionsAreEqualByValue(StepTypeSample<O> sample) {
        List<Supplier<O>> all = new ArrayList<>(sample.changed().values());
        all.add(sample.minimal());
        for (int i = 0; i < all.size(); i++) {
            O one = all.get(i).get();
            O same = all.get(i).get();
            assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
            assertThat(step(sample, one)).isEqualTo(step(sample, same));
            for (int j = 0; j < i; j++) {
                O other = all.get(j).get();
                assertThat(one).isNotEqualTo(other);
                assertThat(step(sample, one)).isNotEqualTo(step(sample, other));
            }
        }
    }

    private static <O> Step<O> step(StepTypeSample<O> sample, O options) {
        return new Step<>(sample.type(), options, Place.UNKNOWN);
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void whatIsWrittenIsReadAgain(StepTypeSample<O> sample) {
        assertThat(read(sample.type(), sample.data(sample.minimal().get())))
                .isEqualTo(sample.minimal().get());
        sample.changed().forEach((name, changed) -> {
            if (!sample.opaque().contains(name)) {
                assertThat(read(sample.type(), sample.data(changed.get())))
                        .as(name)
                        .isEqualTo(changed.get());
            }
        });
    }

    private static <O> O read(PartType<O> type, Map<String, Object> data) {
        return type.read(OptionValues.of(type, data));
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void codeIsNeverWrittenAndSecretsAreHidden(StepTypeSample<O> sample) {
        for (String name : sample.opaque()) {
            O options = sample.changed().get(name).get();
            assertThatThrownBy(() -> option(sample, name).write(options)).isInstanceOf(OpaqueValueException.class);
        }
        sample.secrets().forEach((name, plain) -> {
            O options = sample.changed().get(name).get();
            Object written = option(sample, name).write(options);
            assertThat(written.toString()).contains("***");
            assertThat(options.toString()).contains("***");
            assertThatThrownBy(() -> option(sample, name).type().read(written)).hasMessageContaining("*** stands for");
        });
    }

    private static <O> OptionSpec<O, ?> option(StepTypeSample<O> sample, String name) {
        return sample.type().options().stream()
                .filter(option -> option.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void recordBuilderAndListOfOptionsHaveTheSameNames(StepTypeSample<O> sample) {
        List<String> names =
                sample.type().options().stream().map(OptionSpec::name).toList();
        Class<?> record = sample.minimal().get().getClass();
        assertThat(Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName))
                .isEqualTo(names);
        assertThat(sample.changed().keySet()).containsExactlyInAnyOrderElementsOf(names);
        Set<String> methods = builderMethods(record);
        Set<String> expected = new HashSet<>(sample.shorthands());
        names.forEach(name -> expected.add(sample.via().getOrDefault(name, name)));
        expected.remove("builder");
        assertThat(methods).isEqualTo(expected);
    }

    private static Set<String> builderMethods(Class<?> record) {
        return Arrays.stream(record.getDeclaredClasses())
                .filter(type -> type.getSimpleName().equals("Builder"))
                .flatMap(builder -> Arrays.stream(builder.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers())
                        && method.getReturnType().equals(method.getDeclaringClass()))
                .map(Method::getName)
                .collect(Collectors.toCollection(HashSet::new));
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void defaultsOfTheListAreThoseOfTheBuilder(StepTypeSample<O> sample) {
        O minimal = sample.minimal().get();
        for (OptionSpec<O, ?> option : sample.type().options()) {
            boolean given = option.byDefault().isEmpty() || sample.given().contains(option.name());
            assertThat(option.isSet(minimal)).as(option.name()).isEqualTo(given);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void allMistakesAreToldAtOnce(StepTypeSample<O> sample) {
        List<OptionSpec<O, ?>> options = sample.type().options();
        Map<String, Object> wrong = new HashMap<>();
        options.forEach(option -> wrong.put(option.key(), WRONG));
        wrong.put("no-such-option", 1);
        List<String> told = mistakes(sample.type(), wrong);
        for (OptionSpec<O, ?> option : options) {
            assertThat(told)
                    .anyMatch(mistake ->
                            mistake.startsWith(option.key() + " ") || mistake.startsWith(option.key() + ": "));
        }
        assertThat(told).anyMatch(mistake -> mistake.startsWith("unknown option 'no-such-option', known are "));

        List<String> missing = mistakes(sample.type(), Map.of("no-such-option", 1)).stream()
                .filter(mistake -> mistake.endsWith(" must be given"))
                .toList();
        assertThat(missing)
                .isEqualTo(options.stream()
                        .filter(option -> option.byDefault().isEmpty())
                        .map(option -> option.key() + " must be given")
                        .toList());
    }

    private static <O> List<String> mistakes(StepType<O> type, Map<String, Object> data) {
        MistakesException told = catchThrowableOfType(MistakesException.class, () -> read(type, data));
        assertThat(told).isNotNull();
        return told.mistakes();
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void makesAGateIfItSaysSoAndDescribesItAlike(StepTypeSample<O> sample) {
        Environment environment =
                Environment.of(new ManualTicker(), StepTypeLawsTest::noTimer, new Random(1), new Random(2));
        O options = sample.minimal().get();
        Middleware made = sample.type().make(options, environment);
        assertThat(made instanceof Gate).isEqualTo(sample.type().gates(options));
        assertThat(made.describe()).isEqualTo(sample.type().describe(options));
        made.close();
    }

    private static Timers.Timer noTimer(Runnable action) {
        throw new AssertionError("nothing to wait for before the first exchange");
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void messagesDoNotRepeatTheName(StepTypeSample<O> sample) {
        Map<String, Object> wrong = new HashMap<>(Map.of("no-such-option", 1));
        sample.type().options().forEach(option -> wrong.put(option.key(), WRONG));
        assertThat(mistakes(sample.type(), wrong))
                .noneMatch(mistake -> mistake.startsWith(sample.type().name() + ": "));
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void everyOptionSaysWhatItIs(StepTypeSample<O> sample) {
        for (OptionSpec<O, ?> option : sample.type().options()) {
            assertThat(option.says()).as(option.name()).isNotBlank().doesNotEndWith(".");
            assertThat(option.type().name()).as(option.name()).isNotBlank();
        }
        assertThat(sample.type().describe(sample.minimal().get()))
                .startsWith(sample.type().name() + "(");
    }
}
