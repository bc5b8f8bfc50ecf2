package dev.sluice.observe.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are too long, of the wrong type, or not what they say. Nothing has changed after any of them. */
class BodiesTest extends AdminTest {
    private static final String MEMBERS = "/api/pools/api/members";

    @AfterEach
    void nothingHasChanged() {
        assertThat(observed.version().number()).isEqualTo(1);
        assertThat(observed.pools.get("api").toString()).isEqualTo("http://a:8080, http://b:8080");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "\"text\"",
                "null",
                "{} {}",
                "{}x",
                "{\"url\":\"http://a:8080\",\"url\":\"http://x\"}",
                "{'url':'http://x'}",
                "{\"url\":\"http://x\",}",
                "{\"url\":NaN}",
                "{\"url\":\"http://x\",\"weight\":11111111111111111111111111111111111}",
                "{\"url\":\"http://x\",\"weight\":1e3}"
            })
    void whatIsNoObjectOfItsKindIsRefused(String body) {
        Seen answer = call("PUT", MEMBERS, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.field("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void deepJsonIsRefused() {
        String deep = "{\"url\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(call("PUT", MEMBERS, deep).status()).isEqualTo(400);
    }

    @Test
    void allMistakesAreToldAtOnce() {
        Seen answer = call(
                "PUT", MEMBERS, "{\"weight\":-1,\"priority\":1.5,\"ttl\":0,\"metadata\":{\"zone\":1},\"wieght\":2}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("mistakes"))
                .extracting(node -> node.asText())
                .containsExactly(
                        "url must be given",
                        "weight must be a whole number from 0 to 1000000",
                        "priority must be a whole number from 0 to 1000",
                        "metadata must be an object of texts",
                        "ttl must be a whole number from 1 to 86400",
                        "there is no property \"wieght\"");
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/yaml", "''"})
    void otherTypesAreRefused(String type) {
        assertThat(call("PUT", MEMBERS, "{\"url\":\"http://x\"}", "Content-Type", type)
                        .status())
                .isEqualTo(415);
    }

    @Test
    void aLongBodyIsRefusedWhetherItSaysItsLengthOrNot() {
        byte[] tooLong = new byte[Call.LONGEST_BODY + 1];
        Fields fields = Fields.of("Host", "localhost", "Authorization", "Bearer " + TOKEN)
                .with("Content-Type", "application/yaml")
                .with("If-Match", "*");
        assertThat(seen("POST", "/api/apply", Body.of(tooLong), fields).status())
                .isEqualTo(413);
        assertThat(seen("POST", "/api/apply", new OfUnknownLength(tooLong.length), fields)
                        .status())
                .isEqualTo(413);
    }

    /** As chunks come. */
    private static final class OfUnknownLength implements Body {
        private int left;

        OfUnknownLength(int length) {
            left = length;
        }

        @Override
        public long length() {
            return UNKNOWN;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int count = Math.min(left, length);
            left -= count;
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {}
    }

    @Test
    void aModelThatIsNoTextIsRefused() {
        Fields fields = Fields.of("Host", "localhost", "Authorization", "Bearer " + TOKEN)
                .with("Content-Type", "application/yaml")
                .with("If-Match", "*");
        assertThat(seen("POST", "/api/apply", Body.of(new byte[] {(byte) 0xff}), fields)
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/apply, POST",
        "DELETE, /api/gateway, GET",
        "POST, /api/pools/api/members, 'PUT, DELETE'",
        "HEAD, /api/gateway, GET",
        "PATCH, /api/log, 'GET, PUT'"
    })
    void aWrongMethodHearsWhichAreRight(String method, String path, String allowed) {
        Seen answer = call(method, path, "");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.field("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/overview?sort=size",
                "/api/overview?limit=-1",
                "/api/overview?limit=1001",
                "/api/overview?limit=x",
                "/api/model?format=xml",
                "/api/pools/a%zz",
                "/api/overview?filter=%"
            })
    void whatCannotBeReadIsRefused(String target) {
        assertThat(get(target).status()).isEqualTo(400);
    }
}
