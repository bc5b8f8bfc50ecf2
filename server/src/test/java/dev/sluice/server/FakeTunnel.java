package dev.sluice.server;

import dev.sluice.core.Failure;
import dev.sluice.core.TransferException;
import dev.sluice.core.Tunnel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An upstream's end of a tunnel that a test speaks for. */
final class FakeTunnel implements Tunnel {
    private static final byte[] END = new byte[0];
    private static final byte[] BREAK = new byte[0];

    private final BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
    private final BlockingQueue<Byte> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch shutdown = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    void say(String text) {
        said.add(text.getBytes(StandardCharsets.US_ASCII));
    }

    void sayNoMore() {
        said.add(END);
    }

    void breakOff() {
        said.add(BREAK);
    }

    /** The next bytes that the client said. */
    String heard(int count) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            Byte next = heard.poll(5, TimeUnit.SECONDS);
            text.append(next == null ? "<nothing>" : (char) (byte) next);
        }
        return text.toString();
    }

    boolean awaitShutdown() throws InterruptedException {
        return shutdown.await(5, TimeUnit.SECONDS);
    }

    boolean closed() throws InterruptedException {
        return closed.await(5, TimeUnit.SECONDS);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the two signs are identities
    public int read(byte[] buffer, int offset, int length) {
        byte[] next;
        try {
            next = said.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            next = BREAK;
        }
        if (next == BREAK) {
            throw broken();
        }
        if (next == END) {
            return -1;
        }
        System.arraycopy(next, 0, buffer, offset, next.length);
        return next.length;
    }

    private static TransferException broken() {
        return new TransferException(new Failure.UpstreamBroken("the tunnel broke", Failure.Sent.ALL));
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
        if (closed.getCount() == 0) {
            throw broken();
        }
        for (int i = 0; i < length; i++) {
            heard.add(buffer[offset + i]);
        }
    }

    @Override
    public void shutdownOutput() {
        shutdown.countDown();
    }

    @Override
    public void close() {
        closed.countDown();
        said.add(BREAK);
    }
}
