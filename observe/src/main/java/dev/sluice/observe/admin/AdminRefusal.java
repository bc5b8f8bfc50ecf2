package dev.sluice.observe.admin;

import dev.sluice.core.Fields;
import io.helidon.http.Status;
import java.util.List;

/**
 * Why a request is not answered as it was meant: thrown by an operation, told as a problem document (RFC 9457). It stands for
 * something that the client has done, so it needs no stack trace.
 */
final class AdminRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Status UNPROCESSABLE = Status.create(422, "Unprocessable Content");
    private static final Status MISDIRECTED = Status.create(421, "Misdirected Request");
    private static final Status PRECONDITION_REQUIRED = Status.create(428, "Precondition Required");

    private final transient Status status;
    private final transient List<String> mistakes;
    private final transient Fields fields;

    private AdminRefusal(Status status, String detail, List<String> mistakes, Fields fields) {
        super(detail, null, false, false);
        this.status = status;
        this.mistakes = List.copyOf(mistakes);
        this.fields = fields;
    }

    private static AdminRefusal of(Status status, String detail) {
        return new AdminRefusal(status, detail, List.of(), Fields.EMPTY);
    }

    static AdminRefusal malformed(String detail) {
        return of(Status.BAD_REQUEST_400, detail);
    }

    static AdminRefusal malformed(List<String> mistakes) {
        return new AdminRefusal(Status.BAD_REQUEST_400, String.join("; ", mistakes), mistakes, Fields.EMPTY);
    }

    static AdminRefusal unauthorized(String detail) {
        return new AdminRefusal(
                Status.UNAUTHORIZED_401, detail, List.of(), Fields.of("WWW-Authenticate", "Bearer realm=\"sluice\""));
    }

    static AdminRefusal tooManyFailures() {
        return new AdminRefusal(
                Status.TOO_MANY_REQUESTS_429, "too many wrong tokens", List.of(), Fields.of("Retry-After", "1"));
    }

    static AdminRefusal forbidden(String detail) {
        return of(Status.FORBIDDEN_403, detail);
    }

    static AdminRefusal unknown(String detail) {
        return of(Status.NOT_FOUND_404, detail);
    }

    static AdminRefusal method(List<String> allowed) {
        String list = String.join(", ", allowed);
        return new AdminRefusal(Status.METHOD_NOT_ALLOWED_405, "allowed: " + list, List.of(), Fields.of("Allow", list));
    }

    static AdminRefusal conflict(String detail) {
        return of(Status.CONFLICT_409, detail);
    }

    static AdminRefusal stale(String detail) {
        return of(Status.PRECONDITION_FAILED_412, detail);
    }

    static AdminRefusal tooLarge(long most) {
        return of(Status.REQUEST_ENTITY_TOO_LARGE_413, "a body has " + most + " bytes at most");
    }

    static AdminRefusal type(String detail) {
        return of(Status.UNSUPPORTED_MEDIA_TYPE_415, detail);
    }

    static AdminRefusal wrongHost(String host) {
        return of(MISDIRECTED, "'" + host + "' is none of the names of this listener");
    }

    static AdminRefusal wrong(List<String> mistakes) {
        String detail = mistakes.size() == 1 ? mistakes.getFirst() : mistakes.size() + " mistakes";
        return new AdminRefusal(UNPROCESSABLE, detail, mistakes, Fields.EMPTY);
    }

    static AdminRefusal needsVersion() {
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
