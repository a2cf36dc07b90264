package dev.tidemark.testkit.supabase;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The way from one connection of the gateway to the server: a connection that is kept as long as it holds. */
final class Upstream implements AutoCloseable {
    private final Supplier<InetSocketAddress> server;
    private final GatewayKeys keys;
    private Optional<Socket> socket = Optional.empty();
    private InetSocketAddress address;

    /** @param server where the server stands now, asked before each request */
    Upstream(Supplier<InetSocketAddress> server, GatewayKeys keys) {
        this.server = server;
        this.keys = keys;
        this.address = server.get();
    }

    /** What the server answers; an answer of the gateway's own where it does not. */
    HttpMessage ask(GatewayRequest request, HttpMessage message) throws IOException {
        HttpMessage onward = message.without("connection", "upgrade", "http2-settings", "apikey")
                .with(request.method() + " " + request.target().substring(Gateway.PREFIX.length()) + " HTTP/1.1",
                        Map.of("host", "127.0.0.1", "authorization", "Bearer " + keys.token(request)));
        boolean fresh = socket.isEmpty() || !address.equals(server.get());
        try {
            return exchanged(onward, request.method(), fresh);
        } catch (IOException _) {
            // An idle connection that the server has closed, or a server that is gone.
            close();
            if (fresh || request.isWrite()) {
                return HttpMessage.answer(502, Map.of("content-type", "application/json"),
                        "{\"message\":\"An invalid response was received from the upstream server\"}");
            }
            return exchanged(onward, request.method(), true);
        }
    }

    private HttpMessage exchanged(HttpMessage onward, String method, boolean fresh) throws IOException {
        Socket to = fresh ? connect() : socket.orElseThrow();
        onward.writeTo(to.getOutputStream());
        BufferedInputStream in = new BufferedInputStream(to.getInputStream(), 1 << 16);
        return HttpMessage.readAnswer(in, method).without("connection", "transfer-encoding");
    }

    private Socket connect() throws IOException {
        close();
        address = server.get();
        Socket to = new Socket(address.getAddress(), address.getPort());
        to.setTcpNoDelay(true);
        socket = Optional.of(to);
        return to;
    }

    @Override
    public void close() throws IOException {
        if (socket.isPresent()) {
            socket.get().close();
            socket = Optional.empty();
        }
    }
}
