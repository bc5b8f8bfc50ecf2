package dev.sluice.wire.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.wire.MalformedException;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import io.helidon.http.Status;
import io.netty.handler.codec.http2.Http2Exception;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Damaged blocks, always the same ones: Netty and this decoder take or refuse the same ones, and read the same in them.
 */
class HpackFuzzTest {
    private static final int BLOCKS = 500_000;
    private static final MessageLimits WIDE = new MessageLimits(1 << 16, 1 << 24, 1 << 16, 1 << 24);

    /** Where damage is likely to matter. */
    private static final int[] OCTETS = {0, 1, 0x0f, 0x10, 0x1f, 0x20, 0x3f, 0x40, 0x7f, 0x80, 0xbe, 0xbf, 0xff};

    private final Random random = new Random(20_261_128);
    private int taken;

    @Test
    void damagedBlocksAreReadAsNettyReadsThem() {
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            List<List<byte[]>> seeds = seeds();
            for (int blocks = 0; blocks < BLOCKS; ) {
                List<byte[]> connection = damaged(seeds.get(random.nextInt(seeds.size())));
                blocks += connection.size();
                check(connection);
            }
        });
        assertThat(taken).as("neither all nor nothing").isBetween(BLOCKS / 10, BLOCKS * 9 / 10);
    }

    /** Blocks of some connections, each over one table. */
    private static List<List<byte[]>> seeds() throws Http2Exception {
        String[] browser = {
            ":method",
            "GET",
            ":path",
            "/a?b=c",
            ":scheme",
            "https",
            ":authority",
            "example.com",
            "accept",
            "*/*",
            "user-agent",
            "Mozilla/5.0 (X11; Linux) \u00e4\u00ff",
            "cookie",
            "a=b",
            "cookie",
            "c=d",
            "x-1234",
            "s"
        };
        String[] answer = {":status", "200", "server", "s", "etag", "\"\"", "x-long", "y".repeat(900)};
        NettyHpack coded = new NettyHpack();
        List<List<byte[]>> seeds = new ArrayList<>();
        seeds.add(List.of(coded.encode(browser), coded.encode(browser), coded.encode(answer), coded.encode(answer)));
        FrameBuffer plain = Blocks.buffer();
        HeadEncoder.response(Status.OK_200, Fields.of("server", "s", "etag", "\"\""), plain);
        seeds.add(List.of(Blocks.bytes(plain), Blocks.hex("3fe11f"), Blocks.hex("203fe10182"), Blocks.hex("be")));
        seeds.add(List.of(Blocks.hex("40016101624001630164be3f03bf"), Blocks.hex("0f80800101617f010162")));
        return seeds;
    }

    private List<byte[]> damaged(List<byte[]> blocks) {
        List<byte[]> damaged = new ArrayList<>();
        for (byte[] block : blocks) {
            byte[] changed = block;
            for (int times = random.nextInt(3); times > 0; times--) {
                changed = damaged(changed);
            }
            damaged.add(changed);
        }
        return damaged;
    }

    private byte[] damaged(byte[] block) {
        int at = random.nextInt(block.length + 1);
        int octet = OCTETS[random.nextInt(OCTETS.length)];
        return switch (random.nextInt(5)) {
            case 0 -> splice(block, at, Math.min(at + 1, block.length), octet);
            case 1 -> splice(block, at, at, octet);
            case 2 -> splice(block, at, Math.min(at + 1 + random.nextInt(3), block.length));
            case 3 -> splice(block, at, block.length);
            default -> at == block.length ? block : splice(block, at, at + 1, block[at] ^ 1 << random.nextInt(8));
        };
    }

    private static byte[] splice(byte[] block, int from, int to, int... octets) {
        byte[] changed = new byte[block.length - (to - from) + octets.length];
        System.arraycopy(block, 0, changed, 0, from);
        for (int i = 0; i < octets.length; i++) {
            changed[from + i] = (byte) octets[i];
        }
        System.arraycopy(block, to, changed, from + octets.length, block.length - to);
        return changed;
    }

    private void check(List<byte[]> connection) {
        HeadDecoder decoder = new HeadDecoder(WIDE);
        NettyHpack netty = new NettyHpack();
        for (byte[] block : connection) {
            DecodedHead head = ours(decoder, block);
            List<Map.Entry<String, String>> expected = theirs(netty, block);
            assertThat(head == null)
                    .as("refused, unlike by Netty: %s", HexFormat.of().formatHex(block))
                    .isEqualTo(expected == null);
            if (head == null || expected == null) {
                return;
            }
            taken++;
            for (Fields fields : understood(head)) {
                assertThat(lines(fields)).as(HexFormat.of().formatHex(block)).isEqualTo(lines(expected));
            }
        }
    }

    private static @Nullable DecodedHead ours(HeadDecoder decoder, byte[] block) {
        try {
            return Blocks.decode(decoder, block);
        } catch (Http2ConnectionException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.COMPRESSION_ERROR);
            return null;
        }
    }

    private static @Nullable List<Map.Entry<String, String>> theirs(NettyHpack netty, byte[] block) {
        try {
            return netty.decode(block);
        } catch (Http2Exception refused) {
            return null;
        }
    }

    /** The fields of whatever it can be; it is malformed as anything else. */
    private static List<Fields> understood(DecodedHead head) {
        List<Fields> found = new ArrayList<>();
        for (Supplier<Fields> reading : List.<Supplier<Fields>>of(
                () -> head.request(true).fields(),
                () -> head.request(false).fields(),
                () -> head.response().fields(),
                head::trailers)) {
            try {
                found.add(reading.get());
            } catch (MalformedException malformed) {
                assertThat(malformed.detail()).isNotEmpty();
            }
        }
        return found;
    }

    private static List<String> lines(Fields fields) {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            entries.add(Map.entry(fields.name(i), fields.value(i)));
        }
        return lines(entries);
    }

    /** What is the same in all forms: not the pseudo-fields, nor Host, nor where cookies are split. */
    private static List<String> lines(List<Map.Entry<String, String>> fields) {
        List<String> lines = new ArrayList<>();
        List<String> cookies = new ArrayList<>();
        for (Map.Entry<String, String> field : fields) {
            String name = field.getKey();
            if (name.equals("cookie")) {
                cookies.add(field.getValue());
            } else if (!name.startsWith(":") && !name.equals("host")) {
                lines.add(name + ": " + field.getValue());
            }
        }
        lines.add(String.join("; ", cookies));
        return lines;
    }
}
