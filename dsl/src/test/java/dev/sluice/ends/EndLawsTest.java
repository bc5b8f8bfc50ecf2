package dev.sluice.ends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.Handler;
import dev.sluice.core.Source;
import dev.sluice.core.options.MistakesException;
import dev.sluice.middlewares.canary.CanaryOptions;
import dev.sluice.middlewares.canary.SplitOptions;
import dev.sluice.middlewares.canary.SplitType;
import dev.sluice.middlewares.files.FilesOptions;
import dev.sluice.middlewares.files.FilesType;
import dev.sluice.model.Environment;
import dev.sluice.model.TerminalType;
import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.model.option.PartType;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws that hold for the options of every kind of end; those of {@code forward} are in {@link ForwardSpecsTest}. */
class EndLawsTest {
    private static final Environment ENVIRONMENT = Environment.of(
            new ManualTicker(),
            action -> {
                throw new AssertionError("no timer is needed");
            },
            new SplittableRandom(1),
            new SplittableRandom(2));

    private static final Object WRONG = List.of(Map.of("neither", "a map"));

    /**
     * An end to try the laws on.
     *
     * @param type the kind
     * @param values some options, made anew by each call; each unlike all others
     */
    record Sample<O>(TerminalType<O> type, List<Supplier<O>> values) {
        @Override
        public String toString() {
            return type.name();
        }
    }

    static Stream<Sample<?>> samples() {
        return Stream.of(
                new Sample<>(
                        RespondType.TYPE,
                        List.of(
                                () -> new RespondType.Respond(200, Optional.empty(), "", Map.of()),
                                () -> new RespondType.Respond(404, Optional.empty(), "", Map.of()),
                                () -> new RespondType.Respond(200, Optional.of("text/html"), "", Map.of()),
                                () -> new RespondType.Respond(200, Optional.empty(), "hi", Map.of()),
                                () -> new RespondType.Respond(200, Optional.empty(), "", Map.of("X-A", "1")))),
                new Sample<>(
                        RedirectToType.TYPE,
                        List.of(
                                () -> new RedirectToType.To(302, "/new", true),
                                () -> new RedirectToType.To(308, "/new", true),
                                () -> new RedirectToType.To(302, "https://elsewhere.example/", true),
                                () -> new RedirectToType.To(302, "/new", false))),
                new Sample<>(
                        FilesType.TYPE,
                        List.of(
                                () -> files().build(),
                                () -> files().directory(Path.of("/srv/b")).build(),
                                () -> files().prefix("/static").build(),
                                () -> files().index("").build(),
                                () -> files().fallback("index.html").build(),
                                () -> files().hidden(true).build(),
                                () -> files().precompressed(false).build(),
                                () -> files().cacheControl("no-store").build())),
                new Sample<>(
                        SplitType.TYPE,
                        List.of(
                                () -> split(1, 0).build(),
                                () -> split(0, 2).build(),
                                () -> split(1, 0).by(Source.cookie("session")).build(),
                                () -> split(1, 0).by(Source.capture("tenant")).build(),
                                () -> split(1, 0).canary("c", 0).build(),
                                () -> canary(canary -> canary.steps(3, 100)),
                                () -> canary(canary -> canary.margin(0.25)),
                                () -> canary(canary -> canary.slowMargin(7)),
                                () -> canary(canary -> canary.samples(9)),
                                () -> canary(canary -> canary.hold(Duration.ZERO)),
                                () -> canary(canary -> canary.risk(0.1)))),
                new Sample<>(
                        ForwardToType.TYPE, List.of(() -> new ForwardToType.To("a"), () -> new ForwardToType.To("b"))));
    }

    private static FilesOptions.Builder files() {
        return FilesOptions.builder(Path.of("/srv/a"));
    }

    private static SplitOptions.Builder split(int a, int b) {
        return SplitOptions.builder().pool("a", a).pool("b", b);
    }

    private static SplitOptions canary(Consumer<CanaryOptions.Builder> options) {
        return split(1, 1).canary("c", 5).promoteWhen(options).build();
    }

    private static Set<Class<?>> found() {
        return ServiceLoader.load(TerminalType.class).stream()
                .map(ServiceLoader.Provider::type)
                .collect(Collectors.toSet());
    }

    @Test
    void everyKindOfEndIsFound() {
        assertThat(found())
                .contains(
                        FilesType.class,
                        ForwardType.class,
                        ForwardToType.class,
                        HandleType.class,
                        RedirectToType.class,
                        RespondType.class,
                        SplitType.class);
    }

    @Test
    void moduleAndClassPathNameTheSameTypes() throws IOException {
        Set<String> provided = new HashSet<>();
        try (InputStream descriptor = Files.newInputStream(Path.of("target/classes/module-info.class"))) {
            ModuleDescriptor.read(descriptor).provides().stream()
                    .filter(service -> service.service().equals(TerminalType.class.getName()))
                    .forEach(service -> provided.addAll(service.providers()));
        }
        List<String> here = found().stream()
                .map(Class::getName)
                .filter(name -> name.startsWith(getClass().getPackageName() + "."))
                .toList();
        assertThat(provided).containsExactlyInAnyOrderElementsOf(here);
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void optionsAreEqualByValueAndAreReadAsTheyAreWritten(Sample<O> sample) {
        for (Supplier<O> value : sample.values()) {
            O one = value.get();
            assertThat(one).isEqualTo(value.get()).hasSameHashCodeAs(value.get());
            assertThat(sample.values().stream().filter(other -> other.get().equals(one)))
                    .hasSize(1);
            assertThat(read(sample.type(), data(sample.type(), one))).isEqualTo(one);
        }
    }

    private static <O> Map<String, Object> data(PartType<O> type, O options) {
        return type.options().stream()
                .filter(option -> option.isSet(options))
                .collect(Collectors.toMap(OptionSpec::key, option -> option.write(options)));
    }

    private static <O> O read(PartType<O> type, Map<String, Object> data) {
        return type.read(OptionValues.of(type, data));
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void theListNamesTheComponentsOfTheRecord(Sample<O> sample) {
        assertThat(sample.type().options().stream().map(OptionSpec::name))
                .containsExactlyElementsOf(Arrays.stream(
                                sample.values().getFirst().get().getClass().getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        assertThat(sample.type().options())
                .allSatisfy(option -> assertThat(option.says()).isNotBlank().doesNotEndWith("."));
        assertThat(sample.type().describe(sample.values().getFirst().get()))
                .startsWith(sample.type().name() + "(");
    }

    @ParameterizedTest
    @MethodSource("samples")
    <O> void allMistakesAreToldAtOnce(Sample<O> sample) {
        Map<String, Object> wrong = new HashMap<>();
        sample.type().options().forEach(option -> wrong.put(option.key(), WRONG));
        wrong.put("no-such-option", 1);
        MistakesException told = catchThrowableOfType(MistakesException.class, () -> read(sample.type(), wrong));
        assertThat(told.mistakes()).hasSize(sample.type().options().size() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"respond", "redirect"})
    void thePageListsTheOptionsAndTheirDefaults(String name) throws IOException {
        TerminalType<?> type = name.equals("respond") ? RespondType.TYPE : RedirectToType.TYPE;
        String page = Files.readString(Path.of("../docs/answers.md"));
        String table =
                page.substring(page.indexOf("<!-- options: " + name + " -->")).split("\n\n", 2)[0];
        List<String> rows = table.lines()
                .skip(3)
                .map(row -> row.split(" \\| ?", 3))
                .map(cells -> cells[0].replaceAll("[| `]", "") + " = " + cells[1].strip())
                .toList();
        assertThat(rows)
                .isEqualTo(type.options().stream()
                        .map(option -> option.name() + " = " + byDefault(option))
                        .toList());
    }

    private static <T> String byDefault(OptionSpec<?, T> option) {
        return option.byDefault()
                .map(value -> option.type().write(value))
                .map(data -> data.equals(Map.of()) ? "none" : data.toString())
                .orElse("—");
    }

    @Test
    void aHandlerIsNeverWritten() {
        HandleType.Own own = new HandleType.Own(request -> {
            throw new AssertionError("not asked");
        });
        assertThatThrownBy(() -> data(HandleType.TYPE, own)).isInstanceOf(OpaqueValueException.class);
    }

    @Test
    void ofAnAnswerEveryMistakeIsTold() {
        assertThatThrownBy(() -> new RespondType.Respond(
                        204, Optional.of("a\nb"), "hi", Map.of("Content-Length", "7", "no token", "", "X-A", "\r\n")))
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        told -> assertThat(told.mistakes())
                                .hasSize(5)
                                .anyMatch(mistake -> mistake.contains("'Content-Length' is written by the gateway")));
    }

    @Test
    void aTextWithoutATypeIsPlain() {
        Handler handler = RespondType.TYPE.make(
                new RespondType.Respond(200, Optional.empty(), "hi", Map.of("X-B", "2", "X-A", "1")), ENVIRONMENT);
        assertThat(handler.handle(Exchanges.get("/")).fields().toString().lines())
                .containsExactly("Content-Type: text/plain; charset=utf-8", "X-A: 1", "X-B: 2");
    }

    @Test
    void aRedirectKeepsTheQueryBehindItsOwnAndBeforeTheFragment() {
        assertThat(location("/new", true, "/old?a=1&b=%20")).isEqualTo("/new?a=1&b=%20");
        assertThat(location("/new", true, "/old")).isEqualTo("/new");
        assertThat(location("/new", false, "/old?a=1")).isEqualTo("/new");
        assertThat(location("/new?c=3", true, "/old?a=1")).isEqualTo("/new?c=3&a=1");
        assertThat(location("/new#part", true, "/old?a=1")).isEqualTo("/new?a=1#part");
    }

    private static String location(String to, boolean keepQuery, String target) {
        return RedirectToType.TYPE
                .make(new RedirectToType.To(308, to, keepQuery), ENVIRONMENT)
                .handle(Exchanges.get(target))
                .fields()
                .first("Location")
                .orElseThrow();
    }
}
