package dev.sluice.wire.http2;

import dev.sluice.wire.http2.frame.Http2Socket;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Two ends of a connection in memory, each direction with room for some bytes. */
final class Duplex {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int room;
    final End client;
    final End server;

    Duplex(int room) {
        this.room = room;
        Lane there = new Lane();
        Lane back = new Lane();
        client = new End(back, there);
        server = new End(there, back);
    }

    private static final class Lane {
        final Deque<Byte> bytes = new ArrayDeque<>();
        boolean ended;
        boolean cut;
    }

    final class End implements Http2Socket {
        private final Lane in;
        private final Lane out;
        int writes;

        End(Lane in, Lane out) {
            this.in = in;
            this.out = out;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            lock.lock();
            try {
                while (in.bytes.isEmpty()) {
                    if (in.cut) {
                        throw new IOException("cut");
                    }
                    if (in.ended) {
                        return -1;
                    }
                    changed.awaitUninterruptibly();
                }
                int count = 0;
                while (count < length && !in.bytes.isEmpty()) {
                    buffer[offset + count++] = in.bytes.removeFirst();
                }
                changed.signalAll();
                return count;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public int tryWrite(byte[] buffer, int offset, int length) throws IOException {
            lock.lock();
            try {
                if (out.cut || out.ended) {
                    throw new IOException("closed");
                }
                int count = Math.min(length, room - out.bytes.size());
                for (int i = 0; i < count; i++) {
                    out.bytes.addLast(buffer[offset + i]);
                }
                writes++;
                changed.signalAll();
                return count;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            int at = offset;
            while (at < offset + length) {
                lock.lock();
                try {
                    while (out.bytes.size() >= room && !out.cut) {
                        changed.awaitUninterruptibly();
                    }
                } finally {
                    lock.unlock();
                }
                at += tryWrite(buffer, at, offset + length - at);
            }
        }

        @Override
        public void finish() {
            lock.lock();
            try {
                out.ended = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void cut() {
            lock.lock();
            try {
                in.cut = true;
                out.cut = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
