package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PlaceTest {
    /** Stands for a DSL: its own lines are passed over. */
    private static final class Writer {
        static Place step() {
            return inner();
        }

        private static Place inner() {
            Supplier<Place> lambda = () -> Place.outside(Writer.class);
            return lambda.get();
        }
    }

    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
    }

    @Test
    void isTheLineThatCalledTheWriter() {
        int line = line() + 1;
        Place place = Writer.step();
        assertThat(place).hasToString("PlaceTest.java:" + line);
        assertThat(place.before("rateLimit: burst must be 1 or more"))
                .isEqualTo("PlaceTest.java:" + line + ": rateLimit: burst must be 1 or more");
    }

    @Test
    void isTheSameHoweverOftenItIsAskedFor() {
        Place place = Writer.step();
        assertThat(place.toString()).isEqualTo(place.toString());
    }

    @Test
    void isAsItIsGiven() {
        assertThat(Place.of("gateway.yaml:7")).hasToString("gateway.yaml:7");
        assertThat(Place.UNKNOWN).hasToString("");
        assertThat(Place.UNKNOWN.before("message")).isEqualTo("message");
    }

    @Test
    void isUnknownIfNobodyElseCalled() throws InterruptedException {
        Place[] found = new Place[1];
        Thread thread = Thread.ofPlatform().unstarted(new Runnable() {
            @Override
            public void run() {
                found[0] = Place.outside(PlaceTest.class, Thread.class);
            }
        });
        thread.start();
        thread.join();
        assertThat(found[0]).hasToString("");
    }
}
