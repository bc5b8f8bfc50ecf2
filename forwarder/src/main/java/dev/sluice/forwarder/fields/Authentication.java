package dev.sluice.forwarder.fields;

import dev.sluice.core.Fields;

/**
 * NTLM, and Negotiate that falls back to it, authenticate a connection and not a request, against RFC 9110 §11.1: who
 * sends the next request on it is taken for the same user.
 */
public final class Authentication {
    private static final String[] SCHEMES = {"NTLM", "Negotiate"};

    private Authentication() {}

    /** Whether a response asks for credentials that count for its connection. */
    public static boolean bindsConnection(Fields response) {
        for (int i = response.indexOf("WWW-Authenticate", 0); i >= 0; i = response.indexOf("WWW-Authenticate", i + 1)) {
            if (isBinding(response, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a request brings credentials that count for its connection. */
    static boolean isBound(Fields request) {
        int i = request.indexOf("Authorization", 0);
        return i >= 0 && isBinding(request, i);
    }

    private static boolean isBinding(Fields fields, int i) {
        for (String scheme : SCHEMES) {
            if (fields.startsWith(i, scheme)) {
                return true;
            }
        }
        return false;
    }
}
