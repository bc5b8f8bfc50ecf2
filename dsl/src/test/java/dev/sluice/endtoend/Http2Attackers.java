package dev.sluice.endtoend;

import static dev.sluice.testkit.Http2Codes.ENHANCE_YOUR_CALM;
import static dev.sluice.testkit.Http2Frame.CLOSED;
import static dev.sluice.testkit.Http2Frame.GOAWAY;

import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2Client;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Attackers as a process of their own, with the lowest priority: what they do takes nothing from the gateway but what it
 * does about them. Each attack is a line to the process, and a line comes back.
 */
final class Http2Attackers implements AutoCloseable {
    /** A flood was stopped by a GOAWAY with ENHANCE_YOUR_CALM. */
    static final String CALM = "calm";

    /** A stall has begun. */
    static final String BEGUN = "begun";

    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    /** Starts the process, whose connections come from loopback. */
    Http2Attackers() throws IOException {
        process = new ProcessBuilder(
                        "nice",
                        "-n",
                        "19",
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Http2Attackers.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
        answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    /** Begins a flood, and does not wait for what becomes of it: {@link #answer} tells. */
    void begin(int port, Http2Attack attack) {
        commands.println("flood " + port + " " + attack);
    }

    /** Begins a stall, which lasts until this is closed; {@link #answer} tells when it has begun. */
    void begin(int port, Http2Stall stall) {
        commands.println("stall " + port + " " + stall);
    }

    /** What became of the attack that has an outcome next; other words than those above are failures. */
    String answer() throws IOException {
        return String.valueOf(answers.readLine());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    // --- the process

    /** Runs until its input ends. */
    public static void main(String[] args) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        Map<Http2Attack, byte[]> frames = new EnumMap<>(Http2Attack.class);
        List<RawHttp2Client> stalls = new ArrayList<>();
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            int port = Integer.parseInt(words[1]);
            if (words[0].equals("stall")) {
                stalls.add(Http2Stall.valueOf(words[2]).begin(port));
                System.out.println(BEGUN);
            } else {
                byte[] bytes = frames.computeIfAbsent(Http2Attack.valueOf(words[2]), Http2Attack::frames);
                Thread.ofPlatform().start(() -> System.out.println(flood(port, bytes)));
            }
        }
        stalls.forEach(RawHttp2Client::close);
    }

    /** Floods until the server has had enough, and tells whether it said so or just went. */
    private static String flood(int port, byte[] frames) {
        try (RawHttp2Client client = RawHttp2Client.connect(port)) {
            client.handshake();
            Thread.ofPlatform().start(() -> client.send(frames));
            Http2Frame last =
                    client.await("the end of the attack", frame -> frame.type() == GOAWAY || frame.type() == CLOSED);
            return last.type() == GOAWAY && last.errorCode() == ENHANCE_YOUR_CALM ? CALM : "ended by " + last;
        } catch (IOException | AssertionError failed) {
            return String.valueOf(failed);
        }
    }
}
