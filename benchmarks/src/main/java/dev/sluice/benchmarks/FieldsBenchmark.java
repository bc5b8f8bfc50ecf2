package dev.sluice.benchmarks;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The fields of a request, copied and changed as a forwarder does. */
@State(Scope.Benchmark)
public class FieldsBenchmark {
    private static final int ROOM_FOR_LINES = 10;
    private static final int ROOM_FOR_BYTES = 384;

    /**
     * Copies every line.
     *
     * @return the copy
     */
    @Benchmark
    public Fields copy() {
        Fields fields = Samples.REQUEST_FIELDS;
        FieldsBuilder copy = Fields.builder(fields.size(), fields.wireLength());
        for (int i = 0; i < fields.size(); i++) {
            copy.add(fields, i);
        }
        return copy.build();
    }

    /**
     * Copies all but two and adds four.
     *
     * @return the changed copy
     */
    @Benchmark
    public Fields rewrite() {
        Fields fields = Samples.REQUEST_FIELDS;
        FieldsBuilder changed = Fields.builder(fields.size() + ROOM_FOR_LINES, fields.wireLength() + ROOM_FOR_BYTES);
        changed.add("Host", "10.0.0.1:8080");
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.isNamed(i, "Connection") && !fields.isNamed(i, "Host")) {
                changed.add(fields, i);
            }
        }
        return changed.add("X-Forwarded-For", "127.0.0.1")
                .add("X-Forwarded-Proto", "http")
                .add("X-Forwarded-Host", "shop.example.com")
                .build();
    }

    /**
     * Finds the last line.
     *
     * @return its place
     */
    @Benchmark
    public int find() {
        return Samples.REQUEST_FIELDS.indexOf("If-None-Match", 0);
    }
}
