package dev.sluice.benchmarks;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * HTTP/2 clients that stay: {@code IdleStreams PORT PATH CONNECTIONS STREAMS}. Each connection opens so many streams; when
 * all of them have the head of an answer a line is printed with their number, and all stay until the standard input ends.
 */
public final class IdleStreams {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_LENGTH = 9;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int ACK = 1;
    /** Where {@code :method GET} and {@code :scheme http} stand in HPACK's static table, as whole fields. */
    private static final byte[] GET_AND_HTTP = {(byte) 0x82, (byte) 0x86};

    private IdleStreams() {}

    /**
     * Connects, asks, stays.
     *
     * @param args the gateway's port, the path, how many connections, with how many streams each
     * @throws IOException if the gateway does not answer
     */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[2]);
        int streams = Integer.parseInt(args[3]);
        List<Socket> clients = new ArrayList<>(count);
        int answered = 0;
        for (int i = 0; i < count; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
            client.setSoTimeout(10_000);
            clients.add(client);
            client.getOutputStream().write(request(args[1], streams));
            answered += heads(client, streams);
        }
        System.out.println(answered);
        while (System.in.read() >= 0) {
            // until it ends
        }
        for (Socket client : clients) {
            client.close();
        }
    }

    private static byte[] request(String path, int streams) {
        byte[] name = path.getBytes(StandardCharsets.US_ASCII);
        byte[] host = "localhost".getBytes(StandardCharsets.US_ASCII);
        int block = GET_AND_HTTP.length + 2 + name.length + 2 + host.length;
        ByteBuffer bytes = ByteBuffer.allocate(PREFACE.length + 2 * HEAD_LENGTH + streams * (HEAD_LENGTH + block));
        bytes.put(PREFACE);
        frame(bytes, 0, SETTINGS, 0, 0);
        frame(bytes, 0, SETTINGS, ACK, 0);
        for (int i = 0; i < streams; i++) {
            frame(bytes, block, HEADERS, END_STREAM_AND_HEADERS, 1 + 2 * i);
            bytes.put(GET_AND_HTTP).put((byte) 4).put((byte) name.length).put(name);
            bytes.put((byte) 1).put((byte) host.length).put(host);
        }
        return bytes.array();
    }

    private static void frame(ByteBuffer bytes, int length, int type, int flags, int stream) {
        bytes.put((byte) (length >>> 16))
                .putShort((short) length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream);
    }

    /** Reads frames until so many answers have begun. */
    private static int heads(Socket client, int streams) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        byte[] head = new byte[HEAD_LENGTH];
        int begun = 0;
        while (begun < streams) {
            in.readFully(head);
            in.skipNBytes(((head[0] & 0xff) << 16) | ((head[1] & 0xff) << 8) | (head[2] & 0xff));
            if (head[3] == HEADERS) {
                begun++;
            }
        }
        return begun;
    }
}
