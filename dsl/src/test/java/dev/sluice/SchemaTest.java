package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sluice.config.ModelFiles;
import dev.sluice.config.ModelSchema;
import dev.sluice.core.options.MistakesException;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.PartType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds the schema of gateway files to the copy of it in docs/schema, and to the reader. Run with {@code -Dschema=write} it
 * rewrites the copy instead of failing.
 */
class SchemaTest {
    private static final Path FILE = Path.of("..", "docs", "schema", "gateway.schema.json");
    private static final String COMMAND =
            "./mvnw -pl dsl -am verify -Dtest=SchemaTest -Dschema=write -Dsurefire.failIfNoSpecifiedTests=false";
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ModelSchema.json());
    private static final int DOCUMENTS = 200;
    private static final long SEED = 14;

    private static boolean schemaTakes(String document, InputFormat format) {
        return SCHEMA.validate(document, format).isEmpty();
    }

    private static boolean readerTakes(String document) {
        try {
            ModelFiles.with(Map.of(), Map.of()).read("gateway.yaml", document);
            return true;
        } catch (MistakesException refused) {
            return false;
        }
    }

    @Test
    void isWhatWasReviewed() throws IOException {
        if ("write".equals(System.getProperty("schema"))) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, ModelSchema.json());
        }
        assertThat(ModelSchema.json())
                .as("the schema differs from docs/schema; if that is meant, run %s", COMMAND)
                .isEqualTo(Files.readString(FILE));
    }

    /** JSON is YAML: both are given the same text. */
    @Test
    void schemaAndReaderTakeAndRefuseTheSameDocuments() {
        Random random = new Random(SEED);
        List<PartType<?>> types = SchemaDocuments.types();
        List<String> disagreed = new ArrayList<>();
        int taken = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            Object data = SchemaDocuments.changed(types.get(i % types.size()), random);
            String document = JsonMapper.shared().writeValueAsString(data);
            boolean reader = readerTakes(document);
            taken += reader ? 1 : 0;
            if (schemaTakes(document, InputFormat.JSON) != reader) {
                disagreed.add((reader ? "only the reader takes " : "only the schema takes ") + document);
            }
        }
        assertThat(disagreed).isEmpty();
        assertThat(taken).as("documents that both take").isBetween(DOCUMENTS / 4, DOCUMENTS * 3 / 4);
    }

    @Test
    void everyPartIsTakenAsItIsMeant() {
        for (PartType<?> type : SchemaDocuments.types()) {
            String document = JsonMapper.shared().writeValueAsString(SchemaDocuments.meant(type));
            assertThat(readerTakes(document)).as(document).isTrue();
            assertThat(SCHEMA.validate(document, InputFormat.JSON)).as(document).isEmpty();
        }
    }

    @Test
    void everyOptionHasASchema() {
        for (PartType<?> type : SchemaDocuments.types()) {
            for (OptionSpec<?, ?> option : type.options()) {
                assertThat(option.type().schema())
                        .as(type.key() + "." + option.key())
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{forward: 'http://a:1'}",
                "{listeners: {web: {port: 8443, host: localhost}}, values: {a: [1]}, respond: 200}",
                "{listeners: {web: 8080}, respond: 200}",
                "{steps: trace, forward: 'http://a:1'}",
                "{steps: [trace, {stream: }], forward: {upstream: 'http://a:1', max-waiting: '7'}}",
                "{steps: , otherwise: {respond: 404}}",
                "{routes: , otherwise: {respond: '404'}}",
                "{routes: {name: 1, when: Any(), priority: -3, respond: 204}}",
                "{routes: [{scope: Any(), routes: [{name: a, when: Any(), respond: {status: 200, body: 5}}]}]}",
                "{routes: [{scope: Any(), otherwise: {redirect: {location: /x}}}]}",
                "{policies: {p: [trace]}, steps: {use: p}, respond: 200}",
                "{ambiguous-targets: pass, routes: []}",
                "{pools: {p: {members: 'http://a:1'}}, forward-to: p}",
                "{pools: {p: {members: [{upstream: 'http://a:1', weight: 0}], forward: }}, forward-to: {pool: p}}",
                "{pools: {p: {members: 'http://a:1', steps: [balance, rebalance, {retry: Attempts() < 2}]}}, forward-to: p}",
                "{steps: [{balance: {pool: {members: ['http://a:1']}}}], forward: }",
                "{steps: [{rate-limit: '${rate}'}, {conn-limit: '${most}'}], respond: 200, x: 1}"
            })
    void structuresOfDocumentsAreReadAlike(String document) {
        boolean meant = !document.endsWith("x: 1}");
        assertThat(readerTakes(document)).isEqualTo(meant);
        assertThat(schemaTakes(document, InputFormat.YAML)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{listeners: 8080, respond: 200}",
                "{listeners: {web: {no-such: 1}}, respond: 200}",
                "[]",
                "{steps: [trace]}",
                "{forward: 'http://a:1', respond: 200}",
                "{routes: [], respond: 200}",
                "{handle: x}",
                "{forward-to: }",
                "{respond: 200, route: []}",
                "{routes: [x]}",
                "{routes: [{when: Any(), respond: 200}]}",
                "{routes: [{name: ' ', when: Any(), respond: 200}]}",
                "{routes: [{name: a, respond: 200}]}",
                "{routes: [{name: a, when: Any()}]}",
                "{routes: [{name: a, when: Any(), respond: 200, priority: high}]}",
                "{routes: [{scope: Any(), respond: 200}]}",
                "{routes: [{scope: Any(), name: a, routes: []}]}",
                "{routes: [], otherwise: }",
                "{routes: [], otherwise: {steps: trace}}",
                "{routes: [], otherwise: {when: Any(), respond: 200}}",
                "{ambiguous-targets: maybe, routes: []}",
                "{policies: , respond: 200}",
                "{policies: {p: nothing}, respond: 200}",
                "{pools: [], respond: 200}",
                "{pools: {p: {}}, respond: 200}",
                "{pools: {p: {members: 'http://a:1', routes: []}}, respond: 200}",
                "{pools: {p: {members: 'http://a:1', forward: , respond: 200}}, respond: 200}",
                "{steps: [''], respond: 200}",
                "{steps: [[trace]], respond: 200}",
                "{steps: [{trace: , stream: }], respond: 200}",
                "{steps: [{use: {a: 1}}], respond: 200}",
                "{steps: [rate-limt], respond: 200}",
                "{steps: [balance], forward: }"
            })
    void structuresThatNobodyMeansAreRefusedAlike(String document) {
        assertThat(readerTakes(document)).isFalse();
        assertThat(schemaTakes(document, InputFormat.YAML)).isFalse();
    }

    @Test
    void takesTheStarterAndThePage() throws IOException {
        String page = Files.readString(Path.of("../docs/yaml.md"));
        List<String> documents = new ArrayList<>(Pattern.compile("(?s)```yaml\n(.*?)```")
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .toList());
        assertThat(documents).isNotEmpty();
        documents.add(Files.readString(Path.of("../cli/src/main/resources/dev/sluice/cli/starter.yaml")));
        for (String document : documents) {
            assertThat(SCHEMA.validate(document, InputFormat.YAML)).isEmpty();
        }
    }

    @Test
    void takesReferencesWhereverAScalarIsExpected() {
        String document = """
                {steps: [{conn-limit: {max: '${most}', max-wait: '${wait}'}}, {trace: '${format}'}], respond: '${status}'}
                """;
        assertThat(SCHEMA.validate(document, InputFormat.YAML)).isEmpty();
    }
}
