package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cases of h2spec 2.6.0, all of them: 146 by default and one more with its flag {@code --strict}. */
class H2specTest {
    /** Group and section, with the number of cases. */
    private static final String CASES =
            "generic/1 1;generic/2 5;generic/3.1 3;generic/3.2 3;generic/3.3 5;generic/3.4 1;"
                    + "generic/3.5 1;generic/3.7 1;generic/3.8 1;generic/3.9 2;generic/3.10 2;generic/4 4;generic/5 15;"
                    + "http2/3.5 2;http2/4.1 3;http2/4.2 3;http2/4.3 3;http2/5.1 13;http2/5.1.1 2;http2/5.1.2 1;http2/5.3.1 2;"
                    + "http2/5.4.1 2;http2/5.5 2;http2/6.1 3;http2/6.2 4;http2/6.3 2;http2/6.4 3;http2/6.5 3;http2/6.5.2 5;"
                    + "http2/6.5.3 2;http2/6.7 4;http2/6.8 1;http2/6.9 3;http2/6.9.1 3;http2/6.9.2 3;http2/6.10 6;http2/7 2;"
                    + "http2/8.1 1;http2/8.1.2 1;http2/8.1.2.1 4;http2/8.1.2.2 2;http2/8.1.2.3 7;http2/8.1.2.6 2;http2/8.2 1;"
                    + "hpack/2.3.3 2;hpack/4.2 1;hpack/5.2 3;hpack/6.1 1;hpack/6.3 1";

    @Test
    void everyCaseHasATest() {
        List<String> tested = Stream.of(
                        H2specGenericTest.class,
                        H2specStreamsTest.class,
                        H2specFramesTest.class,
                        H2specMessagesTest.class)
                .flatMap(each -> Stream.of(each.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(H2spec.class))
                .flatMap(method -> Stream.of(method.getAnnotation(H2spec.class).value()))
                .toList();
        assertThat(tested).hasSize(147).containsExactlyInAnyOrderElementsOf(cases());
    }

    private static List<String> cases() {
        List<String> cases = new ArrayList<>();
        for (String section : CASES.split(";")) {
            String[] nameAndCount = section.split(" ");
            for (int n = 1; n <= Integer.parseInt(nameAndCount[1]); n++) {
                cases.add(nameAndCount[0] + "/" + n);
            }
        }
        return cases;
    }
}
