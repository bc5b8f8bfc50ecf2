package dev.sluice.opentelemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A collector: reads what OTLP over HTTP says it gets, with the classes of OpenTelemetry's own definition. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Span> spans = new LinkedBlockingQueue<>();
    private volatile Headers headers = new Headers();
    private volatile String path = "";
    private volatile Resource resource = Resource.getDefaultInstance();
    private volatile int status = 200;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void answering(int code) {
        status = code;
    }

    private void receive(HttpExchange exchange) throws IOException {
        headers = exchange.getRequestHeaders();
        path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (status == 200) {
            read(body);
        }
        byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void read(byte[] body) throws InvalidProtocolBufferException {
        for (ResourceSpans all : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
            resource = all.getResource();
            all.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
        }
    }

    /** The next spans, by their start; fails if they do not come. */
    List<Span> await(int count) throws InterruptedException {
        List<Span> all = new ArrayList<>();
        while (all.size() < count) {
            Span span = spans.poll(10, TimeUnit.SECONDS);
            if (span == null) {
                throw new AssertionError(count + " spans were to come, and only these did: " + all);
            }
            all.add(span);
        }
        all.sort((a, b) -> Long.compare(a.getStartTimeUnixNano(), b.getStartTimeUnixNano()));
        return all;
    }

    /** How many more have come. */
    int more() {
        return spans.size();
    }

    Headers headers() {
        return headers;
    }

    String path() {
        return path;
    }

    Map<String, Object> resource() {
        return values(resource.getAttributesList());
    }

    static Map<String, Object> tags(Span span) {
        return values(span.getAttributesList());
    }

    static Map<String, Object> values(List<KeyValue> attributes) {
        Map<String, Object> values = new TreeMap<>();
        attributes.forEach(one -> values.put(one.getKey(), value(one.getValue())));
        return values;
    }

    private static Object value(AnyValue value) {
        return switch (value.getValueCase()) {
            case INT_VALUE -> value.getIntValue();
            case BOOL_VALUE -> value.getBoolValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            default -> value.getStringValue();
        };
    }

    static String id(com.google.protobuf.ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
