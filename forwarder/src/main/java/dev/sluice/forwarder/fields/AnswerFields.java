package dev.sluice.forwarder.fields;

import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.Upstream;
import dev.sluice.wire.ConnectionOptions;
import dev.sluice.wire.FieldKind;
import dev.sluice.wire.ResponseHead;
import io.helidon.http.Status;

/**
 * Builds the fields of responses to the client: those of the upstream as received, without hop-by-hop fields (RFC 9110
 * §7.6.1). Immutable.
 */
public final class AnswerFields {
    private static final int ROOM_FOR_BYTES = 32;

    private final FieldRules rules;
    private final RequestFields requests;
    private final Via via;

    /**
     * By the rules of a forwarder.
     *
     * @param requests knows the names that client and upstream use for each other
     */
    public AnswerFields(FieldRules rules, RequestFields requests) {
        this.rules = rules;
        this.requests = requests;
        this.via = new Via(rules.via());
    }

    /**
     * The fields of a final response.
     *
     * @param version in which it was received
     * @param connection what its Connection field says
     * @param request which went to its upstream
     */
    public Fields of(ResponseHead head, Version version, ConnectionOptions connection, Request request) {
        FieldsBuilder fields =
                passing(head, connection, request, request.upstream().orElseThrow());
        via.addTo(fields, version);
        return fields.build();
    }

    /** The fields of an interim response. */
    public Fields ofInterim(ResponseHead head, Request request, Upstream upstream) {
        return passing(head, ConnectionOptions.of(head.fields()), request, upstream)
                .build();
    }

    /** The fields of a 101, with {@code Connection: upgrade} and {@code Upgrade} (RFC 9110 §15.2.2). */
    public Fields ofSwitching(ResponseHead head, Request request, Upstream upstream) {
        FieldsBuilder fields = passing(head, ConnectionOptions.of(head.fields()), request, upstream);
        fields.add("Upgrade", String.join(", ", head.fields().members("Upgrade")));
        fields.add("Connection", "Upgrade");
        via.addTo(fields, Version.HTTP_1_1);
        return fields.build();
    }

    private FieldsBuilder passing(ResponseHead head, ConnectionOptions connection, Request request, Upstream upstream) {
        Fields received = head.fields();
        FieldsBuilder fields = Fields.builder(received.size() + 2, received.wireLength() + ROOM_FOR_BYTES);
        for (int i = 0; i < received.size(); i++) {
            FieldKind kind = FieldKind.of(received, i);
            if (kind == FieldKind.LENGTH) {
                addLength(fields, head, i);
            } else if (kind == FieldKind.REFERENCE && rules.rewriteLocations()) {
                addReference(fields, received, i, requests.references(request, upstream));
            } else if (kind != FieldKind.HOP_BY_HOP && !connection.takesAway(kind, received, i)) {
                fields.add(received, i);
            }
        }
        return fields;
    }

    private static void addReference(FieldsBuilder fields, Fields received, int i, References references) {
        String value = received.value(i);
        boolean refresh = received.isNamed(i, "Refresh");
        fields.add(received.name(i), refresh ? references.refresh(value) : references.toClient(value));
    }

    /**
     * Adds {@code Content-Length} once if it was received several times, and not at all where it must not be (RFC 9110
     * §8.6).
     */
    private static void addLength(FieldsBuilder fields, ResponseHead head, int i) {
        int code = head.status().code();
        boolean first = head.fields().indexOf(FieldNames.CONTENT_LENGTH, 0) == i;
        if (!first || code < 200 || code == Status.NO_CONTENT_204_CODE) {
            return;
        }
        if (head.fields().number(i) >= 0) {
            fields.add(head.fields(), i);
        } else {
            fields.add("Content-Length", head.fields().members("Content-Length").getFirst());
        }
    }

    /**
     * The trailers that are passed on: without fields that are not allowed in trailers (RFC 9110 §6.5.1), since a
     * recipient may merge them into the head.
     */
    public static Fields trailers(Fields received) {
        return received.isEmpty()
                ? received
                : received.toBuilder()
                        .removeIf((fields, i) -> FieldKind.of(fields, i) != FieldKind.ORDINARY)
                        .build();
    }
}
