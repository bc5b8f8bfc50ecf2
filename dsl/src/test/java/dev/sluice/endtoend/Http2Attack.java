package dev.sluice.endtoend;

import static dev.sluice.testkit.Http2Codes.CANCEL;
import static dev.sluice.testkit.Http2Frame.CONTINUATION;
import static dev.sluice.testkit.Http2Frame.DATA;
import static dev.sluice.testkit.Http2Frame.END_HEADERS;
import static dev.sluice.testkit.Http2Frame.END_STREAM;
import static dev.sluice.testkit.Http2Frame.HEADERS;
import static dev.sluice.testkit.Http2Frame.PING;
import static dev.sluice.testkit.Http2Frame.PRIORITY;
import static dev.sluice.testkit.Http2Frame.PRIORITY_UPDATE;
import static dev.sluice.testkit.Http2Frame.RST_STREAM;
import static dev.sluice.testkit.Http2Frame.SETTINGS;
import static dev.sluice.testkit.Http2Frame.WINDOW_UPDATE;
import static dev.sluice.testkit.RawHttp2.block;
import static dev.sluice.testkit.RawHttp2.bytes;
import static dev.sluice.testkit.RawHttp2.frame;
import static dev.sluice.testkit.RawHttp2.join;
import static dev.sluice.testkit.RawHttp2.number;
import static dev.sluice.testkit.RawHttp2.times;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Ways to make a server of HTTP/2 work for nothing: each says what one connection sends, which is more than any limit
 * allows. They have to be stopped by a GOAWAY with ENHANCE_YOUR_CALM.
 */
enum Http2Attack {
    /** CVE-2023-44487: requests that are reset at once, so that no limit of open streams holds. */
    RAPID_RESET {
        @Override
        byte[] frames() {
            return streams(id -> frame(RST_STREAM, 0, id, number(CANCEL)), "GET", 0);
        }
    },

    /** CVE-2025-8671: the server is made to reset, by an increment of 0. */
    MADE_YOU_RESET_BY_NO_INCREMENT {
        @Override
        byte[] frames() {
            return streams(id -> frame(WINDOW_UPDATE, 0, id, number(0)), "GET", END_STREAM);
        }
    },

    /** The same, by a window that overflows. */
    MADE_YOU_RESET_BY_A_WINDOW {
        @Override
        byte[] frames() {
            byte[] most = number(Integer.MAX_VALUE);
            return streams(id -> frame(WINDOW_UPDATE, 0, id, most), "GET", END_STREAM);
        }
    },

    /** The same, by content of another length than stated. */
    MADE_YOU_RESET_BY_CONTENT {
        @Override
        byte[] frames() {
            byte[] head = block(head("POST", "/", "content-length: 1"));
            return join(IntStream.range(0, STREAMS)
                    .mapToObj(i -> join(
                            frame(HEADERS, END_HEADERS, 1 + 2 * i, head),
                            frame(DATA, END_STREAM, 1 + 2 * i, bytes("too long"))))
                    .toArray(byte[][]::new));
        }
    },

    /** The same, by content behind the end of the request. */
    MADE_YOU_RESET_BY_DATA_BEHIND_THE_END {
        @Override
        byte[] frames() {
            return streams(id -> frame(DATA, 0, id, bytes("more")), "GET", END_STREAM);
        }
    },

    /** The same, by a priority of another length. */
    MADE_YOU_RESET_BY_A_PRIORITY {
        @Override
        byte[] frames() {
            return streams(id -> frame(PRIORITY, 0, id, number(0)), "GET", END_STREAM);
        }
    },

    /** Requests that are malformed in a way that is an error of the stream only. */
    MALFORMED_REQUESTS {
        @Override
        byte[] frames() {
            byte[] head = block(head("GET", "/", "connection: close"));
            return join(IntStream.range(0, STREAMS)
                    .mapToObj(i -> frame(HEADERS, END_HEADERS | END_STREAM, 1 + 2 * i, head))
                    .toArray(byte[][]::new));
        }
    },

    /** Streams beyond the limit, each of which has to be refused. */
    TOO_MANY_STREAMS {
        @Override
        byte[] frames() {
            byte[] head = block(head("GET", "/wait"));
            return join(IntStream.range(0, STREAMS)
                    .mapToObj(i -> frame(HEADERS, END_HEADERS | END_STREAM, 1 + 2 * i, head))
                    .toArray(byte[][]::new));
        }
    },

    /** CVE-2024-24549 and others: a head that never ends. */
    CONTINUATIONS {
        @Override
        byte[] frames() {
            byte[] fields = block("x-a: " + "b".repeat(1_000));
            return join(
                    frame(HEADERS, END_STREAM, 1, block(head("GET", "/"))),
                    times(FRAMES, frame(CONTINUATION, 0, 1, fields)));
        }
    },

    /** CVE-2026-33871: a head that never ends and never grows. */
    EMPTY_CONTINUATIONS {
        @Override
        byte[] frames() {
            return join(
                    frame(HEADERS, END_STREAM, 1, block(head("GET", "/"))),
                    times(FRAMES, frame(CONTINUATION, 0, 1, NOTHING)));
        }
    },

    /** CVE-2016-6581: a few bytes that name a large entry of the table many thousand times. */
    HPACK_BOMB {
        @Override
        byte[] frames() {
            byte[] large =
                    join(new byte[] {0x40, 1, 'x', 0x7f, (byte) (((3_900 - 127) & 0x7f) | 0x80), (3_900 - 127) >> 7});
            byte[] entry = join(block(head("GET", "/")), large, bytes("y".repeat(3_900)));
            byte[] bomb = join(block(head("GET", "/")), times(16_000, new byte[] {(byte) 0xbe}));
            return join(
                    frame(HEADERS, END_HEADERS | END_STREAM, 1, entry),
                    join(IntStream.range(1, STREAMS)
                            .mapToObj(i -> frame(HEADERS, END_HEADERS | END_STREAM, 1 + 2 * i, bomb))
                            .toArray(byte[][]::new)));
        }
    },

    /** CVE-2019-9518: frames that carry nothing. */
    EMPTY_DATA {
        @Override
        byte[] frames() {
            byte[] head = block(head("POST", "/wait"));
            return join(frame(HEADERS, END_HEADERS, 1, head), times(FRAMES, frame(DATA, 0, 1, NOTHING)));
        }
    },

    /** CVE-2019-9512. */
    PINGS {
        @Override
        byte[] frames() {
            return times(FRAMES, frame(PING, 0, 0, new byte[8]));
        }
    },

    /** CVE-2019-9515. */
    SETTINGS_FRAMES {
        @Override
        byte[] frames() {
            return times(FRAMES, frame(SETTINGS, 0, 0, bytes("\0\4\0\0\100\0")));
        }
    },

    /** CVE-2019-9513. */
    PRIORITIES {
        @Override
        byte[] frames() {
            return times(FRAMES, frame(PRIORITY, 0, 1, new byte[5]));
        }
    },

    /** The same by RFC 9218. */
    PRIORITY_UPDATES {
        @Override
        byte[] frames() {
            return times(FRAMES, frame(PRIORITY_UPDATE, 0, 0, join(number(1), bytes("u=3"))));
        }
    },

    /** Credit that nobody waits for. */
    WINDOW_UPDATES {
        @Override
        byte[] frames() {
            return times(FRAMES, frame(WINDOW_UPDATE, 0, 0, number(1)));
        }
    },

    /** Resets of streams that have ended. */
    RESETS_OF_NOTHING {
        @Override
        byte[] frames() {
            return join(
                    frame(HEADERS, END_HEADERS | END_STREAM, 1, block(head("GET", "/"))),
                    times(FRAMES, frame(RST_STREAM, 0, 1, number(CANCEL))));
        }
    },

    /** Frames that nobody knows. */
    UNKNOWN_FRAMES {
        @Override
        byte[] frames() {
            return times(FRAMES, frame(0x7f, 0, 0, new byte[8]));
        }
    };

    private static final int STREAMS = 2_000;
    private static final int FRAMES = 20_000;
    private static final byte[] NOTHING = {};

    /** All that one connection sends. */
    abstract byte[] frames();

    private static byte[] streams(IntFunction<byte[]> then, String method, int flags) {
        byte[] head = block(head(method, "/wait"));
        return join(IntStream.range(0, STREAMS)
                .mapToObj(i -> join(frame(HEADERS, END_HEADERS | flags, 1 + 2 * i, head), then.apply(1 + 2 * i)))
                .toArray(byte[][]::new));
    }

    private static String[] head(String method, String path, String... fields) {
        List<String> all = new ArrayList<>(
                List.of(":method: " + method, ":scheme: http", ":path: " + path, ":authority: gateway.example"));
        all.addAll(List.of(fields));
        return all.toArray(String[]::new);
    }
}
