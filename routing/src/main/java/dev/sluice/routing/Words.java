package dev.sluice.routing;

import dev.sluice.core.Request;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.core.syntax.Tokens;
import dev.sluice.expression.Arguments;
import dev.sluice.expression.Fact;
import dev.sluice.expression.Parameters;
import dev.sluice.expression.Regex;
import dev.sluice.expression.Type;
import dev.sluice.expression.Vocabulary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** The words of predicates, and what their arguments mean. */
final class Words {
    static final Vocabulary<Request> ALL = all();

    private Words() {}

    private static Vocabulary<Request> all() {
        Parameters one = Parameters.of(Type.STRING);
        Vocabulary.Builder<Request> words = Vocabulary.<Request>builder()
                .flag("Any", request -> true)
                .fact("Host", one, call -> {
                    HostPattern host = call.read(0, HostPattern::of);
                    return Fact.call("Host", List.of(host.toString()), host);
                })
                .fact("HostRegexp", one, call -> regex("HostRegexp", true, call))
                .fact("Path", one, call -> path(call.read(0, PathPattern::template)))
                .fact("PathPrefix", one, call -> prefix(call.read(0, PathPattern::prefix)))
                .fact("PathRegexp", one, call -> regex("PathRegexp", false, call))
                .fact("Method", one.repeated(), Words::method);
        for (NamedValue.Kind kind : NamedValue.Kind.values()) {
            named(words, kind);
        }
        client(words);
        certificate(words);
        time(words);
        return words.fact("Share", Parameters.of(Type.INT).optional(Type.STRING), Words::share)
                .build();
    }

    private static Fact<Request> regex(String word, boolean host, Arguments call) {
        Regex regex = call.read(0, Regex::of);
        return Fact.call(word, List.of(regex.toString()), new RegexMatch(host, regex));
    }

    private static Fact<Request> path(PathPattern pattern) {
        return pattern.asPrefix()
                .map(text -> prefix(PathPattern.prefix(text)))
                .orElseGet(() -> Fact.call("Path", List.of(pattern.toString()), pattern));
    }

    private static Fact<Request> prefix(PathPattern pattern) {
        return Fact.call("PathPrefix", List.of(pattern.toString()), pattern);
    }

    private static Fact<Request> method(Arguments call) {
        List<String> methods = new ArrayList<>();
        for (int i = 0; i < call.size(); i++) {
            methods.add(call.read(i, Words::token));
        }
        return Fact.call("Method", methods, new MethodMatch(List.copyOf(methods)));
    }

    private static String token(String text) {
        if (!Tokens.isToken(text)) {
            throw new IllegalArgumentException("expected a token (RFC 9110 §5.6.2), found \"" + text + "\"");
        }
        return text;
    }

    private static void named(Vocabulary.Builder<Request> words, NamedValue.Kind kind) {
        String word = kind.word();
        Parameters two = Parameters.of(Type.STRING, Type.STRING);
        words.fact(
                word,
                Parameters.of(Type.STRING).optional(Type.STRING),
                call -> call.size() == 1
                        ? Fact.call(word, List.of(name(kind, call)), value(kind, call, new TextTest.Exists()))
                        : valued(word, kind, call, TextTest.Equal::new));
        words.fact(word + "Prefix", two, call -> valued(word + "Prefix", kind, call, TextTest.Prefix::new));
        words.fact(word + "Contains", two, call -> valued(word + "Contains", kind, call, TextTest.Contains::new));
        words.fact(
                word + "Regexp",
                two,
                call -> valued(word + "Regexp", kind, call, text -> new TextTest.Matches(Regex.of(text))));
    }

    private static Fact<Request> valued(
            String word, NamedValue.Kind kind, Arguments call, Function<String, TextTest> test) {
        return Fact.call(word, List.of(name(kind, call), call.text(1)), value(kind, call, call.read(1, test)));
    }

    private static Predicate<Request> value(NamedValue.Kind kind, Arguments call, TextTest test) {
        return new NamedValue(kind, name(kind, call), test);
    }

    private static String name(NamedValue.Kind kind, Arguments call) {
        return call.read(0, text -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("a name must not be empty");
            }
            return kind == NamedValue.Kind.QUERY ? text : token(text);
        });
    }

    private static void client(Vocabulary.Builder<Request> words) {
        for (String word : List.of("ClientIP", "PeerIP")) {
            words.fact(word, Parameters.of(Type.STRING), call -> {
                Cidr range = call.read(0, Cidr::of);
                return Fact.call(word, List.of(range.toString()), new AddressMatch(word.equals("PeerIP"), range));
            });
        }
    }

    private static void certificate(Vocabulary.Builder<Request> words) {
        words.fact("ClientCert", Parameters.of(Type.STRING), call -> {
            CertificateMatch named = new CertificateMatch.Named(call.text(0));
            return Fact.call("ClientCert", List.of(call.text(0)), named);
        });
        words.fact("ClientCertFingerprint", Parameters.of(Type.STRING), call -> {
            CertificateMatch.Print print = call.read(0, CertificateMatch.Print::of);
            return Fact.call("ClientCertFingerprint", List.of(print.sha256()), print);
        });
    }

    private static void time(Vocabulary.Builder<Request> words) {
        words.fact("After", Parameters.of(Type.STRING), call -> {
            Instant from = call.read(0, TimeWindow::instant);
            return Fact.call("After", List.of(from.toString()), new TimeWindow(from, Instant.MAX));
        });
        words.fact("Before", Parameters.of(Type.STRING), call -> {
            Instant until = call.read(0, TimeWindow::instant);
            return Fact.call("Before", List.of(until.toString()), new TimeWindow(Instant.MIN, until));
        });
        words.fact("Between", Parameters.of(Type.STRING, Type.STRING), call -> {
            Instant from = call.read(0, TimeWindow::instant);
            Instant until = call.read(1, TimeWindow::instant);
            return Fact.call("Between", List.of(from.toString(), until.toString()), new TimeWindow(from, until));
        });
    }

    private static Fact<Request> share(Arguments call) {
        int percent = Math.clamp(call.integer(0), -1, 101);
        return call.size() == 1
                ? Fact.call("Share", List.of(percent), new Share(percent, ""))
                : Fact.call("Share", List.of(percent, call.text(1)), new Share(percent, call.read(1, Share::key)));
    }
}
