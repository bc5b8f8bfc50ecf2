package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RunningGateway;
import dev.sluice.Sluice;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a route of a running gateway that was read from a file holds: model, index and pipeline. */
@Timeout(60)
class RouteMemoryTest {
    private static final int ROUTES = 10_000;

    @TempDir
    private Path directory;

    @Test
    void aRouteThatIsReadFromAFileHoldsLessThan1100Bytes() throws Exception {
        try (RunningGateway few = running(10)) {
            long before = liveHeap();
            try (RunningGateway many = running(ROUTES)) {
                assertThat((liveHeap() - before) / ROUTES).isBetween(100L, 1100L);
                assertThat(many.port()).isNotEqualTo(few.port());
            }
        }
    }

    /** What is alive, counted by class: the use of the heap itself has gaps that the collector leaves. */
    private static long liveHeap() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[0].endsWith(":") && !columns[3].contains("FillerElement"))
                .mapToLong(columns -> Long.parseLong(columns[2]))
                .sum();
    }

    private RunningGateway running(int routes) throws IOException {
        StringBuilder yaml = new StringBuilder("pools:\n  p:\n    members: [http://127.0.0.1:1]\nroutes:\n");
        for (int i = 0; i < routes; i++) {
            String when = switch (i % 4) {
                case 0 -> "Host(\"host" + i + ".example.com\") && PathPrefix(\"/api/v1\")";
                case 1 -> "Path(\"/service" + i + "/orders/{id}\")";
                case 2 -> "PathPrefix(\"/team" + i + "\") && Method(\"GET\", \"HEAD\")";
                default -> "Path(\"/pages/" + i + "/index.html\")";
            };
            yaml.append("  - name: route-%d\n    when: '%s'\n    forward-to: p\n".formatted(i, when));
        }
        Path file = Files.writeString(directory.resolve("gateway.yaml"), yaml);
        return Sluice.gateway(file).listen("127.0.0.1", 0);
    }
}
