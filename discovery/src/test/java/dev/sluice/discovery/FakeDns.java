package dev.sluice.discovery;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A DNS server on loopback that answers what it is told, over UDP and TCP. */
final class FakeDns implements AutoCloseable {
    /** What it does instead of answering. */
    enum Mood {
        RIGHT,
        TRUNCATED,
        GARBAGE,
        REFUSED,
        SILENT
    }

    private static final int BACKLOG = 50;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<String, List<Record>> records = new ConcurrentHashMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private volatile Mood mood = Mood.RIGHT;
    private volatile Optional<Integer> silentFor = Optional.empty();
    private volatile boolean answersOverTcp = true;

    FakeDns() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        tcp = new ServerSocket(0, BACKLOG, loopback);
        udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()));
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    String server() {
        return udp.getLocalAddress().getHostAddress() + ":" + udp.getLocalPort();
    }

    /** The types and names it was asked for. */
    List<String> questions() {
        return questions;
    }

    void mood(Mood next) {
        mood = next;
    }

    /** Answers all questions but those for a type. */
    void silentFor(int type) {
        silentFor = Optional.of(type);
    }

    void withoutTcp() {
        answersOverTcp = false;
    }

    void addresses(String name, long ttl, String... addresses) throws IOException {
        records.keySet().removeIf(key -> key.endsWith(" " + name));
        for (String text : addresses) {
            InetAddress address = InetAddress.getByName(text);
            boolean four = address.getAddress().length == 4;
            put(
                    four ? Type.A : Type.AAAA,
                    name,
                    four
                            ? new ARecord(named(name), DClass.IN, ttl, address)
                            : new AAAARecord(named(name), DClass.IN, ttl, address));
        }
    }

    void alias(String name, long ttl, String target) throws IOException {
        put(Type.CNAME, name, new CNAMERecord(named(name), DClass.IN, ttl, named(target)));
    }

    void service(String name, long ttl, int priority, int weight, int port, String target) throws IOException {
        put(Type.SRV, name, new SRVRecord(named(name), DClass.IN, ttl, priority, weight, port, named(target)));
    }

    void clear() {
        records.clear();
    }

    private static Name named(String name) throws TextParseException {
        return Name.fromString(name.endsWith(".") ? name : name + ".");
    }

    private void put(int type, String name, Record one) {
        records.computeIfAbsent(type + " " + name, key -> new CopyOnWriteArrayList<>())
                .add(one);
    }

    private List<Record> records(int type, String name) {
        return records.getOrDefault(type + " " + name, List.of());
    }

    private Optional<byte[]> answer(byte[] bytes, boolean overUdp) throws IOException {
        Message query = new Message(bytes);
        Record question = query.getQuestion();
        String name = question.getName().toString(true);
        questions.add(Type.string(question.getType()) + " " + name);
        if (mood == Mood.SILENT
                || silentFor.filter(type -> type == question.getType()).isPresent()) {
            return Optional.empty();
        }
        if (mood == Mood.GARBAGE) {
            byte[] garbage = Arrays.copyOf(bytes, bytes.length + 7);
            Arrays.fill(garbage, 2, garbage.length, (byte) 0xff);
            return Optional.of(garbage);
        }
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question, Section.QUESTION);
        if (mood == Mood.TRUNCATED && overUdp) {
            answer.getHeader().setFlag(Flags.TC);
            return Optional.of(answer.toWire());
        }
        if (mood == Mood.REFUSED) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
            return Optional.of(answer.toWire());
        }
        fill(answer, question.getType(), name);
        return Optional.of(answer.toWire());
    }

    private void fill(Message answer, int type, String name) {
        String at = name;
        for (Record alias : records(Type.CNAME, at)) {
            answer.addRecord(alias, Section.ANSWER);
            at = ((CNAMERecord) alias).getTarget().toString(true);
        }
        records(type, at).forEach(one -> answer.addRecord(one, Section.ANSWER));
        String known = at;
        if (records.keySet().stream().noneMatch(key -> key.endsWith(" " + known))) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                Optional<byte[]> answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()), true);
                if (answer.isPresent()) {
                    udp.send(new DatagramPacket(answer.get(), answer.get().length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                if (answersOverTcp) {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    byte[] query = in.readNBytes(in.readUnsignedShort());
                    byte[] answer = answer(query, false).orElseThrow();
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeShort(answer.length);
                    out.write(answer);
                    out.flush();
                }
            } catch (IOException closed) {
                if (udp.isClosed()) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
