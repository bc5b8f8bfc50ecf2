package dev.sluice.core.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalHostTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "Example.COM:8080, example.com",
        "example.com., example.com",
        "example.com..:80, example.com",
        "EXAMPLE.com.:443, example.com",
        "127.0.0.1:80, 127.0.0.1",
        "[::1]:80, [::1]",
        "[0:0:0:0:0:0:0:1], [::1]",
        "[2001:DB8::A]:80, [2001:db8::a]",
        "::1, [::1]",
        "'', ''",
        ":80, ''",
        "., ''",
        "[X, [x",
        "[zz]:1, [zz]",
        "a:b:c, a",
    })
    void isTheFormInWhichHostsAreCompared(String authority, String normal) {
        assertThat(NormalHost.of(authority)).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "10.0.0.1", "[::1]", "xn--bcher-kva.example"})
    void isTheSameStringIfItIsNormalAlready(String host) {
        assertThat(NormalHost.of(host)).isSameAs(host);
    }

    @Property
    void isItsOwnNormalForm(@ForAll("authorities") String authority) {
        String normal = NormalHost.of(authority);
        assertThat(NormalHost.of(normal)).isSameAs(normal);
    }

    @Property
    void neverThrows(@ForAll String anything) {
        assertThat(NormalHost.of(NormalHost.of(anything))).isEqualTo(NormalHost.of(anything));
    }

    @Provide
    Arbitrary<String> authorities() {
        return Arbitraries.of("a", "B", ".", ":", "80", "[", "]", "::", "1", "fe", "%", "\u00c9")
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts));
    }
}
