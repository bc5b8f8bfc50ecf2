package dev.sluice.endtoend;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;

/** A WebSocket server that says what it hears, closes when it is asked to, and refuses {@code /forbidden}. */
final class EchoServer extends WebSocketServer {
    final BlockingQueue<String> closes = new LinkedBlockingQueue<>();
    private final CountDownLatch listening = new CountDownLatch(1);

    private EchoServer() {
        super(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1,
                List.of(new Draft_6455(List.of(), List.of(new Protocol("chat.v2"), new Protocol("")))));
        setReuseAddr(true);
        setTcpNoDelay(true);
        setDaemon(true);
        // it may forget a frame in its queue until the next one (seen without a gateway, 1 of 300): its own ping each
        // second is one
        setConnectionLostTimeout(1);
    }

    static EchoServer started() throws InterruptedException {
        EchoServer server = new EchoServer();
        server.start();
        if (!server.listening.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the WebSocket server did not start");
        }
        return server;
    }

    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
            WebSocket socket, Draft draft, ClientHandshake request) throws InvalidDataException {
        if (request.getResourceDescriptor().equals("/forbidden")) {
            throw new InvalidDataException(CloseFrame.REFUSE, "forbidden");
        }
        return super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        socket.send("welcome to " + handshake.getResourceDescriptor());
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        if (message.equals("close me")) {
            socket.close(4002, "as you wish");
        } else {
            socket.send(message);
        }
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer message) {
        socket.send(message);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        closes.add(code + " " + reason);
    }

    @Override
    public void onError(WebSocket socket, Exception failure) {
        // what a peer that leaves looks like
    }

    @Override
    public void onStart() {
        listening.countDown();
    }
}
