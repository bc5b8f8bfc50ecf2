package dev.sluice.wire.http2;

/** Is told when a thread of a stream waits for its peer, for example to set a deadline that resets the stream. */
public interface Stalls {
    /** Nobody is told. */
    Stalls UNNOTICED = new Stalls() {};

    /** A read begins to wait for bytes, or for a head. */
    default void readBegins() {}

    /** A read has waited. */
    default void readEnds() {}

    /** A write begins to wait for the peer's flow-control window, or for the connection to take bytes. */
    default void writeBegins() {}

    /** A write has waited. */
    default void writeEnds() {}

    /** Bytes of content were written, for which the windows had room. */
    default void wrote(int bytes) {}
}
