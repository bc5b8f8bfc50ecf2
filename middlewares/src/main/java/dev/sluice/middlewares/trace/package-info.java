/**
 * One structured line for each exchange.
 *
 * {@snippet :
 * TraceOptions options = TraceOptions.builder()
 *         .file(Path.of("/var/log/sluice/access.log"))
 *         .requestHeaders("User-Agent")
 *         .build();
 * Handler traced = new Trace(options, Ticker.system()).around(handler);
 * }
 *
 * <p>An exchange leaves only a record; one thread makes lines of the records and writes them in blocks. A
 * sink that is too slow costs lines, which are counted, and never makes an exchange wait.
 */
@NullMarked
package dev.sluice.middlewares.trace;

import org.jspecify.annotations.NullMarked;
