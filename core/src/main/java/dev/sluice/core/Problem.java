package dev.sluice.core;

import java.nio.charset.StandardCharsets;

/**
 * The body of an error that the gateway itself answers with, as long as nobody has put another in its place: a sentence
 * for the client, that says nothing internal. It reads as plain text; an {@link ErrorRenderer} at the edge may give it
 * another form.
 */
public final class Problem implements Body {
    private final String text;
    private final Body bytes;

    Problem(String text) {
        this.text = text;
        this.bytes = Body.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What the client is told.
     *
     * @return a sentence without a line feed at its end
     */
    public String detail() {
        return text.stripTrailing();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return bytes.read(buffer, offset, length);
    }

    @Override
    public long length() {
        return bytes.length();
    }

    @Override
    public int available() {
        return bytes.available();
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public Body replay() {
        return new Problem(text);
    }

    @Override
    public void close() {
        bytes.close();
    }
}
