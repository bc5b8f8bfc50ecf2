package dev.sluice.observe.admin;

import dev.sluice.core.Fields;
import io.helidon.http.Status;
import java.util.List;

/**
 * Why a request is not answered as it was meant: thrown by an operation, told as a problem document (RFC 9457). It stands for
 * something that the client has done, so it needs no stack trace.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Status UNPROCESSABLE = Status.create(422, "Unprocessable Content");
    private static final Status MISDIRECTED = Status.create(421, "Misdirected Request");
    private static final Status PRECONDITION_REQUIRED = Status.create(428, "Precondition Required");

    private final transient Status status;
    private final transient List<String> mistakes;
    private final transient Fields fields;

    private Refusal(Status status, String detail, List<String> mistakes, Fields fields) {
        super(detail, null, false, false);
        this.status = status;
        this.mistakes = List.copyOf(mistakes);
        this.fields = fields;
    }

    private static Refusal of(Status status, String detail) {
        return new Refusal(status, detail, List.of(), Fields.EMPTY);
    }

    static Refusal malformed(String detail) {
        return of(Status.BAD_REQUEST_400, detail);
    }

    static Refusal malformed(List<String> mistakes) {
        return new Refusal(Status.BAD_REQUEST_400, String.join("; ", mistakes), mistakes, Fields.EMPTY);
    }

    static Refusal unauthorized(String detail) {
        return new Refusal(
                Status.UNAUTHORIZED_401, detail, List.of(), Fields.of("WWW-Authenticate", "Bearer realm=\"sluice\""));
    }

    static Refusal tooManyFailures() {
        return new Refusal(
                Status.TOO_MANY_REQUESTS_429, "too many wrong tokens", List.of(), Fields.of("Retry-After", "1"));
    }

    static Refusal forbidden(String detail) {
        return of(Status.FORBIDDEN_403, detail);
    }

    static Refusal unknown(String detail) {
        return of(Status.NOT_FOUND_404, detail);
    }

    static Refusal method(List<String> allowed) {
        String list = String.join(", ", allowed);
        return new Refusal(Status.METHOD_NOT_ALLOWED_405, "allowed: " + list, List.of(), Fields.of("Allow", list));
    }

    static Refusal conflict(String detail) {
        return of(Status.CONFLICT_409, detail);
    }

    static Refusal stale(String detail) {
        return of(Status.PRECONDITION_FAILED_412, detail);
    }

    static Refusal tooLarge(long most) {
        return of(Status.REQUEST_ENTITY_TOO_LARGE_413, "a body has " + most + " bytes at most");
    }

    static Refusal type(String detail) {
        return of(Status.UNSUPPORTED_MEDIA_TYPE_415, detail);
    }

    static Refusal wrongHost(String host) {
        return of(MISDIRECTED, "'" + host + "' is none of the names of this listener");
    }

    static Refusal wrong(List<String> mistakes) {
        return new Refusal(UNPROCESSABLE, mistakes.size() + " mistakes", mistakes, Fields.EMPTY);
    }

    static Refusal needsVersion() {
        return of(PRECONDITION_REQUIRED, "If-Match must tell which version is to be replaced, as its ETag says");
    }

    Status status() {
        return status;
    }

    List<String> mistakes() {
        return mistakes;
    }

    Fields fields() {
        return fields;
    }
}
