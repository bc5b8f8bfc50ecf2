package dev.sluice.core.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotSegmentsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/../x",
                "/api/../admin",
                "/api/..",
                "/api/..?q",
                "/api/./x",
                "/.",
                "/api/%2e%2e/admin",
                "/api/%2E./admin",
                "/api/.%2e",
                "/api/..%2fadmin",
                "/api%2F..%2Fadmin",
                "/api/..\\admin",
                "/api\\..\\admin",
                "/api/..%5cadmin",
                "/api%5C..",
                "/api/..;/admin",
                "/api/..;x=1",
                "/api/%2e%2e%3bx/admin",
                "..",
            })
    void areFoundInEverySpelling(String target) {
        assertThat(DotSegments.in(target)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "*",
                "",
                "//",
                "/a/...",
                "/a/..b",
                "/a/b..",
                "/a/.well-known/x",
                "/a.b/c..d",
                "/;..",
                "/a;/x",
                "/x?y=/../z",
                "/%2",
                "/%2x%2x",
                "/%",
                "/%252e%252e/x", // decoded once it is %2e%2e, a name
            })
    void areNotSeenWhereThereAreNone(String target) {
        assertThat(DotSegments.in(target)).isFalse();
    }
}
