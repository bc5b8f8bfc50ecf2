package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private final BufferPool pool = new BufferPool();

    @Test
    void lendsWhatWasGivenBack() {
        byte[] buffer = pool.borrow();
        assertThat(buffer).hasSize(BufferPool.SIZE);
        pool.giveBack(buffer);
        assertThat(pool.borrow()).isSameAs(buffer);
        assertThat(pool.borrow()).isNotSameAs(buffer);
    }

    @Test
    void keepsThoseOfItsOwnSizesApart() {
        byte[] small = pool.borrowSmall();
        byte[] buffer = pool.borrow();
        byte[] frames = pool.borrowFrames();
        pool.giveBack(small);
        pool.giveBack(new byte[2 * small.length]);
        pool.giveBack(buffer);
        pool.giveBack(frames);
        pool.giveBack(new byte[0]);
        assertThat(pool.borrowSmall()).isSameAs(small);
        assertThat(pool.borrow()).isSameAs(buffer);
        assertThat(pool.borrowSmall()).hasSize(BufferPool.SMALL);
        assertThat(pool.borrowFrames()).isSameAs(frames).hasSize(BufferPool.FRAMES);
    }

    @Test
    void keepsNoMoreThanItsSlots() {
        List<byte[]> lent = IntStream.range(0, 100).mapToObj(i -> pool.borrow()).toList();
        lent.forEach(buffer -> buffer[0] = 1);
        lent.forEach(pool::giveBack);
        long kept = IntStream.range(0, 100).filter(i -> pool.borrow()[0] == 1).count();
        assertThat(kept).isEqualTo(64);
    }

    @Test
    void takesASmallBufferForAnOrdinaryOne() {
        byte[] small = pool.borrowSmall();
        assertThat(pool.enlarge(small)).hasSize(BufferPool.SIZE);
        assertThat(pool.borrowSmall()).as("given back").isSameAs(small);
    }

    @Test
    void takesABufferForALargerOneWhileThereAreAny() {
        byte[] buffer = pool.borrow();
        byte[] larger = pool.enlarge(buffer);
        assertThat(larger).hasSize(BufferPool.LARGE);
        assertThat(pool.enlarge(larger)).as("there is nothing larger").isSameAs(larger);
        assertThat(pool.borrow()).as("given back").isSameAs(buffer);
        IntStream.range(1, 16)
                .forEach(
                        i -> assertThat(pool.enlarge(new byte[BufferPool.SIZE])).hasSize(BufferPool.LARGE));
        assertThat(pool.enlarge(buffer)).as("all of them are in use").isSameAs(buffer);
        pool.giveBack(larger);
        assertThat(pool.enlarge(buffer)).isSameAs(larger);
    }

    @Test
    void neverLendsABufferToTwo() throws InterruptedException {
        AtomicInteger clashes = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 1; t <= 8; t++) {
            byte mark = (byte) t;
            threads.add(Thread.ofPlatform().start(() -> borrowOften(mark, clashes)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(clashes).hasValue(0);
    }

    /** Writes its mark into a buffer and finds it unchanged, or somebody else holds it too. */
    private void borrowOften(byte mark, AtomicInteger clashes) {
        for (int i = 0; i < 20_000; i++) {
            byte[] buffer = pool.borrow();
            buffer[0] = mark;
            Thread.onSpinWait();
            if (buffer[0] != mark) {
                clashes.incrementAndGet();
            }
            pool.giveBack(buffer);
        }
    }
}
