package dev.sluice.wire;

import dev.sluice.core.Fields;
import io.helidon.http.Status;

/**
 * The first part of an upstream's response.
 *
 * @param minorVersion 0 or 1
 * @param status code and reason phrase
 * @param fields as received
 */
public record ResponseHead(int minorVersion, Status status, Fields fields) {}
