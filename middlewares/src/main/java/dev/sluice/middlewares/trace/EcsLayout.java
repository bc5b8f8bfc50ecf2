package dev.sluice.middlewares.trace;

import static dev.sluice.middlewares.trace.Parts.writeIfAny;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.core.Failure;
import dev.sluice.core.Provenance;
import dev.sluice.core.peer.Peer;
import dev.sluice.core.syntax.Cidr;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * The field names of the Elastic Common Schema, as an Elasticsearch index with its mapping takes them: what is no address
 * is never written as {@code ip}. What the schema has no name for is in the object {@code sluice}.
 */
record EcsLayout(FieldCapture request, FieldCapture response, UrlSecrets urls) implements JsonLines.Layout {
    private static final String VERSION = "8.11.0";
    private static final String HTTP = "HTTP/";
    private static final String TLS = "TLSv";
    private static final int LONGEST_MESSAGE = 200;

    @Override
    public void write(TraceRecord trace, JsonGenerator json) throws IOException {
        String target = urls.hidden(trace.head().target());
        json.writeStringField("@timestamp", trace.started().toString());
        json.writeStringField("log.level", trace.failed() ? "error" : "info");
        json.writeStringField(
                "message",
                trace.head().method() + " " + TraceRecord.cut(target, LONGEST_MESSAGE) + " "
                        + trace.answered().status().code());
        json.writeStringField("ecs.version", VERSION);
        writeEvent(trace, json);
        writeAddress("client", trace.client(), 0, json);
        writeAddress("source", trace.peer().host(), trace.peer().port(), json);
        writeHttp(trace, json);
        writeUrl(target, trace, json);
        writeOne("user_agent", "original", trace.fields().first("User-Agent").orElse(""), json);
        writeTls(trace.peer().tls(), json);
        writeError(trace.answered().failure(), json);
        writeOne("trace", "id", trace.asked().ids().trace(), json);
        writeOne("span", "id", trace.asked().ids().span(), json);
        writeOwn(trace, json);
    }

    private static void writeEvent(TraceRecord trace, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("event");
        json.writeStringField("kind", "event");
        writeList("category", "web", json);
        writeList("type", trace.failed() ? "error" : "access", json);
        json.writeStringField("outcome", trace.failed() ? "failure" : "success");
        json.writeNumberField("duration", trace.nanos());
        writeIfAny("reason", trace.answered().provenance().reason(), json);
        json.writeEndObject();
    }

    private static void writeList(String member, String only, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(member);
        json.writeString(only);
        json.writeEndArray();
    }

    private static void writeAddress(String member, String address, int port, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(member);
        json.writeStringField("address", address);
        if (Cidr.address(address).isPresent()) {
            json.writeStringField("ip", address);
        }
        if (port > 0) {
            json.writeNumberField("port", port);
        }
        json.writeEndObject();
    }

    private void writeHttp(TraceRecord trace, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("http");
        json.writeStringField("version", without(HTTP, trace.head().version().toString()));
        json.writeObjectFieldStart("request");
        json.writeStringField("method", trace.head().method());
        writeIfAny("id", trace.fields().first("X-Request-Id"), json);
        writeIfAny("referrer", trace.fields().first("Referer").map(urls::hidden), json);
        writeBytes(trace.answered().bytesReceived(), json);
        json.writeEndObject();
        json.writeObjectFieldStart("response");
        json.writeNumberField("status_code", trace.answered().status().code());
        writeBytes(trace.answered().bytesSent(), json);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeBytes(long bytes, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("body");
        json.writeNumberField("bytes", bytes);
        json.writeEndObject();
    }

    private static void writeUrl(String target, TraceRecord trace, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("url");
        json.writeStringField("original", target);
        if (target.startsWith("/") && !trace.shortened()) {
            int query = target.indexOf('?');
            json.writeStringField("path", query < 0 ? target : target.substring(0, query));
            writeIfAny("query", query < 0 ? "" : target.substring(query + 1), json);
        }
        writeIfAny("domain", trace.fields().first("Host").map(EcsLayout::withoutPort), json);
        json.writeEndObject();
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    private static void writeTls(Optional<Peer.TlsSession> session, JsonGenerator json) throws IOException {
        if (session.isEmpty()) {
            return;
        }
        Peer.TlsSession tls = session.get();
        json.writeObjectFieldStart("tls");
        writeIfAny("version", without(TLS, tls.version()), json);
        json.writeStringField("version_protocol", "tls");
        writeIfAny("cipher", tls.cipherSuite(), json);
        writeOne("client", "server_name", tls.serverName(), json);
        json.writeEndObject();
    }

    private static void writeError(Optional<Failure> failure, JsonGenerator json) throws IOException {
        if (failure.isPresent()) {
            json.writeObjectFieldStart("error");
            json.writeStringField("type", failure.get().reason());
            json.writeStringField("message", Parts.detail(failure.get()));
            json.writeEndObject();
        }
    }

    private void writeOwn(TraceRecord trace, JsonGenerator json) throws IOException {
        Provenance provenance = trace.answered().provenance();
        json.writeObjectFieldStart("sluice");
        writeIfAny("route", provenance.route(), json);
        writeIfAny("step", provenance.step(), json);
        writeIfAny("upstream", provenance.upstream().map(Object::toString), json);
        writeIfAny("upstream_version", provenance.protocol().map(version -> without(HTTP, version.toString())), json);
        json.writeNumberField("attempts", provenance.attempts());
        if (trace.answered().grpcStatus().isPresent()) {
            json.writeNumberField("grpc_status", trace.answered().grpcStatus().getAsInt());
        }
        json.writeStringField("ending", trace.answered().ending().name().toLowerCase(Locale.ROOT));
        FullLayout.writeTried(provenance.tried(), json);
        FullLayout.writeTimings(provenance.timings(), trace.nanos(), json);
        request.write("request_headers", trace.fields(), json);
        response.write("response_headers", trace.answered().fields(), json);
        if (trace.shortened()) {
            json.writeBooleanField("shortened", true);
        }
        json.writeEndObject();
    }

    private static void writeOne(String object, String member, String value, JsonGenerator json) throws IOException {
        if (!value.isEmpty()) {
            json.writeObjectFieldStart(object);
            json.writeStringField(member, value);
            json.writeEndObject();
        }
    }

    private static String without(String prefix, String text) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
}
