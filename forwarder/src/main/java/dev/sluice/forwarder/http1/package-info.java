/**
 * One request and its response on an HTTP/1.1 connection (RFC 9112): a request's head and body enter, the response's
 * head, body or tunnel leave. Framing, the upload beside the download, and whether the connection can go back stay here.
 */
@NullMarked
package dev.sluice.forwarder.http1;

import org.jspecify.annotations.NullMarked;
