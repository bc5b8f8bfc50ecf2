/**
 * The portable host: an exchange behind Helidon's own connections.
 *
 * <p>Who enters: a request that Helidon's routing has received, in HTTP/1.1 or HTTP/2.<br>
 * Who leaves: a request for the pipeline; its response, through Helidon's API, with workarounds for its faults.<br>
 * What stays: nothing; an exchange hangs on the context of its request.
 */
@NullMarked
package dev.sluice.server.portable;

import org.jspecify.annotations.NullMarked;
