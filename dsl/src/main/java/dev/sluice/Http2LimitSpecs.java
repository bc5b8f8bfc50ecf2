package dev.sluice;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionTypes.integer;

import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.PartType;
import dev.sluice.server.Http2Limits;
import java.util.List;
import java.util.function.Function;

/** The options of what clients are granted on a connection of HTTP/2. */
final class Http2LimitSpecs {
    private static final int FIRST_WINDOW = 65_535;

    private static final OptionSpec<Http2Limits, Integer> MAX_STREAMS =
            limit("maxStreams", 1, Http2Limits::maxStreams, "requests at a time; beyond it refused");
    private static final OptionSpec<Http2Limits, Integer> STREAM_WINDOW =
            limit("streamWindow", FIRST_WINDOW, Http2Limits::streamWindow, "bytes of one body on their way and unread");
    private static final OptionSpec<Http2Limits, Integer> CONNECTION_WINDOW = limit(
            "connectionWindow",
            FIRST_WINDOW,
            Http2Limits::connectionWindow,
            "bytes of all bodies on their way and unread");
    private static final OptionSpec<Http2Limits, Integer> RESETS =
            limit("resets", 1, Http2Limits::resets, "streams reset in a burst; a tenth of it a second");
    private static final OptionSpec<Http2Limits, Integer> GLITCHES =
            limit("glitches", 1, Http2Limits::glitches, "frames of no use in a burst; a tenth of it a second");

    static final PartType<Http2Limits> TYPE = new NestedType<>(
            "http2Limits",
            List.of(MAX_STREAMS, STREAM_WINDOW, CONNECTION_WINDOW, RESETS, GLITCHES),
            values -> new Http2Limits(
                    values.get(MAX_STREAMS),
                    values.get(STREAM_WINDOW),
                    values.get(CONNECTION_WINDOW),
                    values.get(RESETS),
                    values.get(GLITCHES)));

    private Http2LimitSpecs() {}

    private static OptionSpec<Http2Limits, Integer> limit(
            String name, int least, Function<Http2Limits, Integer> get, String says) {
        return optional(name, integer(least), get.apply(Http2Limits.DEFAULT), get, says);
    }
}
