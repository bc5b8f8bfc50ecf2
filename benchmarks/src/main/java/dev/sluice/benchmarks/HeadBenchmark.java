package dev.sluice.benchmarks;

import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.HeadParser;
import dev.sluice.wire.HeadReader;
import dev.sluice.wire.ResponseHead;
import dev.sluice.wire.WireInput;
import dev.sluice.wire.WireOutput;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Heads from bytes and to bytes, in both directions. */
@State(Scope.Benchmark)
public class HeadBenchmark {
    private final WireOutput output = new WireOutput((bytes, offset, count) -> {}, new BufferPool());
    private final HeadReader heads = new HeadReader(new WireInput(HeadBenchmark::request), MessageLimits.DEFAULT);

    private static int request(byte[] buffer, int offset, int length) {
        System.arraycopy(Samples.REQUEST_BYTES, 0, buffer, offset, Samples.REQUEST_BYTES.length);
        return Samples.REQUEST_BYTES.length;
    }

    /**
     * Finds a request's head in a connection, and parses it.
     *
     * @return the head
     * @throws IOException never
     */
    @Benchmark
    public Optional<RequestHead> readRequest() throws IOException {
        return heads.readRequest();
    }

    /**
     * Parses a request's head. The bytes are copied first, because the parser keeps them.
     *
     * @return the head
     */
    @Benchmark
    public RequestHead parseRequest() {
        return HeadParser.request(Samples.REQUEST_BYTES.clone(), MessageLimits.DEFAULT);
    }

    /**
     * Parses a response's head.
     *
     * @return the head
     */
    @Benchmark
    public ResponseHead parseResponse() {
        return HeadParser.response(Samples.RESPONSE_BYTES.clone(), MessageLimits.DEFAULT);
    }

    /**
     * Writes a request's head to nowhere.
     *
     * @throws IOException never
     */
    @Benchmark
    public void writeRequest() throws IOException {
        output.requestHead("GET", Samples.REQUEST_HEAD.target(), Samples.REQUEST_FIELDS);
        output.flush();
        output.release();
    }

    /**
     * Writes a response's head to nowhere.
     *
     * @throws IOException never
     */
    @Benchmark
    public void writeResponse() throws IOException {
        output.responseHead(Status.OK_200, Samples.RESPONSE_FIELDS);
        output.flush();
        output.release();
    }
}
