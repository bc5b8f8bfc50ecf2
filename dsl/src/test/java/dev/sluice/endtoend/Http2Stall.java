package dev.sluice.endtoend;

import static dev.sluice.testkit.Http2Frame.WINDOW_UPDATE;
import static dev.sluice.testkit.RawHttp2.frame;
import static dev.sluice.testkit.RawHttp2.number;
import static dev.sluice.testkit.RawHttp2.times;

import dev.sluice.testkit.RawHttp2Client;
import java.io.IOException;

/**
 * Ways to hold a server of HTTP/2 up by little: each begins streams on one connection, which then wait for what never
 * comes. They have to be given up in time.
 */
enum Http2Stall {
    /** All streams want much, and none allows a byte. */
    ZERO_WINDOWS(0, 20) {
        @Override
        void begin(RawHttp2Client attacker) {
            large(attacker, streams());
        }
    },

    /** The windows are large, but the attacker's socket is never read. */
    UNREAD_RESPONSES(Integer.MAX_VALUE, 20) {
        @Override
        void begin(RawHttp2Client attacker) {
            attacker.credit(0, Integer.MAX_VALUE - 65_535);
            large(attacker, streams());
        }
    },

    /** Windows that grow by a byte at a time make many small frames. */
    WINDOWS_OF_ONE_BYTE(0, 1) {
        @Override
        void begin(RawHttp2Client attacker) {
            int stream = attacker.request("GET", "/large");
            attacker.expectResponse(stream, 200);
            attacker.send(times(900, frame(WINDOW_UPDATE, 0, stream, number(1))));
        }
    },

    /** Uploads whose content never comes. */
    SILENT_UPLOADS(65_535, 20) {
        @Override
        void begin(RawHttp2Client attacker) {
            for (int i = 0; i < streams(); i++) {
                attacker.open("POST", "/wait", "content-length: 1000000");
            }
        }
    };

    private static final int INITIAL_WINDOW_SIZE = 4;

    private final int window;
    private final int streams;

    Http2Stall(int window, int streams) {
        this.window = window;
        this.streams = streams;
    }

    /** How many requests one attacker has under way. */
    int streams() {
        return streams;
    }

    /** Begins what is not ended. */
    abstract void begin(RawHttp2Client attacker);

    private static void large(RawHttp2Client attacker, int count) {
        for (int i = 0; i < count; i++) {
            attacker.request("GET", "/large");
        }
    }

    /** The connection, which its user closes when the attack is over. */
    RawHttp2Client begin(int port) throws IOException {
        RawHttp2Client attacker = RawHttp2Client.connect(port);
        attacker.handshake(INITIAL_WINDOW_SIZE, window);
        begin(attacker);
        return attacker;
    }
}
