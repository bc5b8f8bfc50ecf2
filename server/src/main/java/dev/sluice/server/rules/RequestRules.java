package dev.sluice.server.rules;

import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.RequestHead;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.wire.MalformedException;
import io.helidon.http.Status;
import java.util.Locale;

/**
 * The requirements on a request's head beyond its grammar, the same in both hosts: one valid Host, a target of the
 * right form, a method it forwards, an expectation it knows (RFC 9110 §7.2, §7.1, §9.3, §10.1.1; RFC 9112 §3.2).
 */
public final class RequestRules {
    private static final Status METHOD_NOT_ALLOWED = Status.METHOD_NOT_ALLOWED_405;

    private RequestRules() {}

    /**
     * Checks a head and brings its target to origin-form (or {@code *}).
     *
     * @throws MalformedException with the status to refuse with
     */
    public static RequestHead check(RequestHead head) {
        refuseMethods(head.method());
        RequestHead checked = target(head, host(head));
        expectation(checked);
        return checked;
    }

    private static void refuseMethods(String method) {
        if (method.equals("CONNECT")) {
            throw new MalformedException(Status.NOT_IMPLEMENTED_501, "CONNECT is not served");
        }
        if (method.equals("TRACE")) {
            throw new MalformedException(METHOD_NOT_ALLOWED, "TRACE is not served");
        }
    }

    private static String host(RequestHead head) {
        int only = head.fields().indexOf(FieldNames.HOST, 0);
        if (only < 0 ? head.version() != Version.HTTP_1_0 : head.fields().indexOf(FieldNames.HOST, only + 1) >= 0) {
            throw bad("no Host field, or several");
        }
        if (only < 0) {
            return "";
        }
        String host = head.fields().value(only);
        if (!Authority.isValid(host)) {
            throw bad("an invalid Host field");
        }
        return host;
    }

    private static RequestHead target(RequestHead head, String host) {
        String target = head.target();
        if (target.startsWith("/")) {
            return head;
        }
        if (target.equals("*")) {
            if (!head.method().equals("OPTIONS")) {
                throw bad("an asterisk as the target of something else than OPTIONS");
            }
            return head;
        }
        return absolute(head, target, host);
    }

    /** The authority of an absolute-form target replaces the Host field (RFC 9112 §3.2.2). */
    private static RequestHead absolute(RequestHead head, String target, String host) {
        int schemeEnd = target.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : target.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw bad("a target that is neither a path nor an http URL");
        }
        int start = schemeEnd + 3;
        int end = start;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        String authority = target.substring(start, end);
        if (authority.isEmpty() || !Authority.isValid(authority)) {
            throw bad("a target with an invalid authority");
        }
        String rest = target.substring(end);
        Fields fields = authority.equals(host) ? head.fields() : head.fields().with("Host", authority);
        return new RequestHead(head.method(), origin(head.method(), rest), head.version(), fields);
    }

    private static String origin(String method, String rest) {
        if (rest.isEmpty()) {
            return method.equals("OPTIONS") ? "*" : "/";
        }
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static void expectation(RequestHead head) {
        if (head.fields().contains(FieldNames.EXPECT) && head.version() != Version.HTTP_1_0) {
            for (String expectation : head.fields().members("Expect")) {
                if (!expectation.equalsIgnoreCase("100-continue")) {
                    throw new MalformedException(Status.EXPECTATION_FAILED_417, "an unknown expectation");
                }
            }
        }
    }

    private static MalformedException bad(String detail) {
        return new MalformedException(Status.BAD_REQUEST_400, detail);
    }
}
