package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A long way: {@code DelayProxy PORT TARGET MILLISECONDS} passes bytes on after that time, each way, with at most 16 MiB of
 * them under way in each.
 */
public final class DelayProxy {
    private static final int UNDER_WAY = 1 << 24;
    private static final int PIECE = 1 << 16;

    private DelayProxy() {}

    /**
     * Listens until the process ends.
     *
     * @param args the port, that of the server behind, the delay
     * @throws IOException if the port is taken
     */
    public static void main(String[] args) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        int target = Integer.parseInt(args[1]);
        long delay = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[2]));
        try (ServerSocket listening = new ServerSocket(Integer.parseInt(args[0]), 50, here)) {
            while (!Thread.currentThread().isInterrupted()) {
                Socket client = listening.accept();
                Socket server = new Socket(here, target);
                new Way(client, server, delay).begin();
                new Way(server, client, delay).begin();
            }
        }
    }

    /** One direction of a connection: a thread that reads and one that writes when it is time. */
    private record Way(Socket from, Socket to, long delay, BlockingQueue<Piece> pieces, Semaphore room) {
        Way(Socket from, Socket to, long delay) {
            this(from, to, delay, new LinkedBlockingQueue<>(), new Semaphore(UNDER_WAY));
        }

        void begin() {
            Thread.ofVirtual().start(this::read);
            Thread.ofVirtual().start(this::write);
        }

        private void read() {
            try {
                int length;
                do {
                    byte[] bytes = new byte[PIECE];
                    length = from.getInputStream().read(bytes);
                    room.acquireUninterruptibly(Math.max(0, length));
                    pieces.add(new Piece(bytes, length, System.nanoTime() + delay));
                } while (length >= 0);
            } catch (IOException broken) {
                pieces.add(new Piece(new byte[0], -1, System.nanoTime()));
            }
        }

        private void write() {
            try {
                to.setTcpNoDelay(true);
                Piece next = pieces.take();
                while (next.length >= 0) {
                    for (long early = next.due - System.nanoTime(); early > 0; early = next.due - System.nanoTime()) {
                        LockSupport.parkNanos(early);
                    }
                    to.getOutputStream().write(next.bytes, 0, next.length);
                    room.release(next.length);
                    next = pieces.take();
                }
                to.shutdownOutput();
            } catch (IOException | InterruptedException broken) {
                room.release(UNDER_WAY);
            }
        }
    }

    private static final class Piece {
        final byte[] bytes;
        final int length;
        final long due;

        Piece(byte[] bytes, int length, long due) {
            this.bytes = bytes;
            this.length = length;
            this.due = due;
        }
    }
}
