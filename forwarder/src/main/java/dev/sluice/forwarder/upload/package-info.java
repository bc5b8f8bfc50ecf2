/**
 * Sending the body of a request: a body and a {@link dev.sluice.forwarder.upload.UploadTarget} enter, and the body leaves
 * at once or from a thread of its own. How its end is known, and whether it was read, stays here.
 */
@NullMarked
package dev.sluice.forwarder.upload;

import org.jspecify.annotations.NullMarked;
