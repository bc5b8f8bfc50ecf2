package dev.sluice.routing;

import static dev.sluice.routing.Predicates.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Request;
import dev.sluice.core.syntax.DotSegments;
import dev.sluice.expression.Expression;
import dev.sluice.routing.Template.Place;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapturesTest {
    private static String captured(String predicate, String host, String target) {
        Expression<Request> when = parse(predicate);
        Request request = Requests.get(host, target);
        assertThat(when.test(request)).isTrue();
        return Captures.of(when, request).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "Path(\"/a/{id}\")§/a/x%20y?q§{id=x y}",
                "Path(\"/a/{id}\")§/a/%C3%A9§{id=\u00e9}",
                "Path(\"/a/{rest...}\")§/a/b%20c//d/§{rest=b c/d/}",
                "Path(\"/a/{rest...}\")§/a§{rest=}",
                "Path(\"/{a}/{b}/**\")§/1/2/3§{a=1, b=2}",
                "Host(\"{t}.example.com\") && Path(\"/{x}\")§/7§{t=acme, x=7}",
                "HostRegexp(\"^(?P<t>[a-z]+)[.]\")§/§{t=acme}",
                "PathRegexp(\"^/(?P<n>[0-9]+)\")§/42/x§{n=42}",
                "Path(\"/b/{x}\") || Path(\"/{y}/{x}\")§/a/1§{x=1, y=a}",
                "Path(\"/a/{x}\") && !Path(\"/{z}\")§/a/1§{x=1}",
                "Any()§/§{}",
            })
    void areThoseOfWhatHolds(String predicate, String target, String captures) {
        assertThat(captured(predicate, "Acme.example.com", target)).isEqualTo(captures);
    }

    @Test
    void namesAreKnownBeforeARequest() {
        assertThat(Captures.namesOf(
                        parse("Host(\"{t}.a.b\") && (Path(\"/{x}\") || Path(\"/a/{y}\")) && !Path(\"/{z}\")")))
                .containsExactly("t", "x", "y");
        assertThatThrownBy(() -> Captures.namesOf(parse("Host(\"{x}.a.b\") && Path(\"/{x}\")")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{x} stands twice");
    }

    @ParameterizedTest
    @CsvSource({
        "'/new/{rest}', PATH, '/new/b%20c/%2Fd/%252E%252E'",
        "'/new?x={rest}', QUERY, '/new?x=b%20c%2F%2Fd%2F..'",
        "'v={rest}', FIELD, 'v=b%20c//d/..'",
        "'{rest}', KEY, 'b c//d/..'",
        "'{{rest}', KEY, '{rest}'",
    })
    void templatesAreEncodedForTheirPlace(String template, Place place, String text) {
        Request request = Requests.get("h", "/a/b%20c/%2fd/..");
        Captures captures = Captures.of(Predicates.path("/a/{rest...}"), request);
        assertThat(Template.of(template).checked(Set.of("rest")).expand(captures, place))
                .isEqualTo(text);
    }

    @Test
    void mistakesInTemplatesNameThem() {
        assertThatThrownBy(() -> Template.of("/{a")).hasMessageContaining("character 2");
        assertThatThrownBy(() -> Template.of("/{a b}")).hasMessageContaining("character 2");
        assertThatThrownBy(() -> Template.of("/{b}").checked(Set.of("a")))
                .hasMessageContaining("no capture {b}")
                .hasMessageContaining("[a]");
        assertThat(Template.of("/{a}/{b}/{a}").names()).containsExactly("a", "b");
        assertThat(Template.of("{a}")).isEqualTo(Template.of("{a}"));
    }

    @Property
    void noCaptureBreaksOut(@ForAll("rests") String rest) {
        Request request = Requests.get("h", "/a/" + rest);
        Expression<Request> when = Predicates.path("/a/{rest...}");
        if (!when.test(request)) {
            return;
        }
        Captures captures = Captures.of(when, request);
        Template template = Template.of("/n/{rest}");
        String path = template.expand(captures, Place.PATH);
        assertThat(path).matches("[A-Za-z0-9._~/%-]*");
        assertThat(DotSegments.in(path)).isFalse();
        assertThat(template.expand(captures, Place.QUERY).substring(3)).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})*");
        assertThat(template.expand(captures, Place.FIELD)).matches("[\\x21-\\x7e]*");
    }

    @Provide
    Arbitrary<String> rests() {
        return Arbitraries.of(
                        "a", "/", ".", "..", "%2e", "%2F", "%5c", "\\", "%0d%0a", "\r\n", "#", "%", "%25", "%00",
                        "\u00e9", "%ff", ";x", "{rest}", " ", "\"", "?")
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts));
    }
}
