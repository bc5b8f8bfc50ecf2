package dev.sluice.forwarder.fields;

import dev.sluice.core.Fields;
import dev.sluice.core.PreparedName;

/**
 * Detects NTLM, and Negotiate that falls back to it. They authenticate a connection instead of a request (contrary to
 * RFC 9110 §11.1), so the next request on that connection would be served as the same user.
 */
public final class Authentication {
    private static final PreparedName ASKED = PreparedName.of("WWW-Authenticate");
    private static final PreparedName GIVEN = PreparedName.of("Authorization");
    private static final String[] SCHEMES = {"NTLM", "Negotiate"};

    private Authentication() {}

    /** Whether a response asks for credentials of such a scheme. */
    public static boolean bindsConnection(Fields response) {
        for (int i = response.indexOf(ASKED, 0); i >= 0; i = response.indexOf(ASKED, i + 1)) {
            if (isBinding(response, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a request has credentials of such a scheme. */
    static boolean isBound(Fields request) {
        int i = request.indexOf(GIVEN, 0);
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
