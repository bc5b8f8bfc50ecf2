package dev.sluice.wire;

import java.util.List;
import java.util.Random;

/** Small damage to messages, always the same for the same seed. */
final class Mutations {
    private static final String[] INSERTS = {
        "\r",
        "\n",
        "\r\n",
        "\0",
        " ",
        "\t",
        ":",
        ",",
        ";",
        "#",
        "0",
        "7",
        "a",
        "\u00ff",
        "\u007f",
        "\r\n\r\n",
        "\r\n ",
        "0\r\n\r\n",
        "chunked",
        "Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\n",
        "HTTP/1.1"
    };

    private final Random random;
    private final List<String> seeds;

    Mutations(Random random, List<String> seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    /** One of the seeds, damaged none to four times. */
    String next() {
        StringBuilder text = new StringBuilder(seed());
        for (int times = random.nextInt(5); times > 0; times--) {
            damage(text);
        }
        return text.toString();
    }

    private String seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private void damage(StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(6)) {
            case 0 -> flip(text, at);
            case 1 -> text.insert(at, INSERTS[random.nextInt(INSERTS.length)]);
            case 2 -> text.insert(lineStart(text, at), line(text, at));
            case 3 -> text.setLength(at);
            case 4 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
            default -> splice(text, at);
        }
    }

    private void flip(StringBuilder text, int at) {
        if (at < text.length()) {
            text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
        }
    }

    private void splice(StringBuilder text, int at) {
        String other = seed();
        text.setLength(at);
        text.append(other, random.nextInt(other.length()), other.length());
    }

    private static int lineStart(StringBuilder text, int at) {
        return text.lastIndexOf("\n", at - 1) + 1;
    }

    private static String line(StringBuilder text, int at) {
        int end = text.indexOf("\n", at);
        return text.substring(lineStart(text, at), end < 0 ? text.length() : end + 1);
    }
}
