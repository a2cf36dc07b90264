package dev.tidemark.testkit.supabase;

import dev.tidemark.testkit.supabase.Fault.Broken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * What stands between a client and a project's PostgREST: asks for an API key as Supabase's gateway does, lets what was
 * ordered go wrong, and remembers what it was asked. Thread-safe.
 */
public final class Gateway implements AutoCloseable {
    static final String PREFIX = "/rest/v1";
    private static final Map<String, String> JSON = Map.of("content-type", "application/json");

    private final ServerSocket server;
    private final GatewayKeys keys;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private final List<GatewayRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile InetSocketAddress upstream;
    private volatile int maxUrl = Integer.MAX_VALUE;
    private volatile int maxBody = Integer.MAX_VALUE;

    Gateway(InetSocketAddress upstream, GatewayKeys keys) {
        this.upstream = upstream;
        this.keys = keys;
        try {
            this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("gateway").start(this::accept);
    }

    /** The project's address, without the path of its API. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Begins an order of what shall go wrong with the requests that match: {@code on(...).every(7).comes(...)}. */
    public Order on(Predicate<GatewayRequest> which) {
        return new Order(which);
    }

    /** Nothing goes wrong from now on, and no URL or body is too long. */
    public void heal() {
        rules.clear();
        maxUrl = Integer.MAX_VALUE;
        maxBody = Integer.MAX_VALUE;
    }

    /** A longer path and query, prefix included, is answered with 414 from now on. */
    public void limitUrl(int bytes) {
        maxUrl = bytes;
    }

    /** A longer body is answered with 413 from now on. */
    public void limitBody(int bytes) {
        maxBody = bytes;
    }

    /** All that it was asked since it began or {@link #forget forgot}, what went wrong included. */
    public List<GatewayRequest> requests() {
        return List.copyOf(requests);
    }

    public void forget() {
        requests.clear();
    }

    /** The server stands elsewhere from now on. */
    void leadTo(InetSocketAddress other) {
        upstream = other;
    }

    /** Refuses connections from now on and breaks those that there are. */
    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().name("gateway connection").start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** All requests of one connection, which has a connection of its own to the server. */
    private void serve(Socket socket) {
        sockets.add(socket);
        try (socket; Upstream behind = new Upstream(() -> upstream, keys)) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            for (Optional<HttpMessage> next = HttpMessage.readRequest(in); next.isPresent(); next = HttpMessage
                    .readRequest(in)) {
                GatewayRequest request = remembered(next.get());
                Optional<HttpMessage> answer;
                try {
                    answer = answer(request, next.get(), socket, behind);
                } finally {
                    // Before the client can know: it must not seem to have asked too much at once.
                    open.decrementAndGet();
                }
                if (answer.isEmpty()) {
                    return;
                }
                answer.get().writeTo(socket.getOutputStream());
            }
        } catch (IOException _) {
            // the client has gone, which is its right; or we have closed
        } finally {
            sockets.remove(socket);
        }
    }

    private GatewayRequest remembered(HttpMessage message) {
        String[] line = message.start().split(" ", 3);
        GatewayRequest request = new GatewayRequest(number.incrementAndGet(), line[0], line[1], message.headers(),
                message.body().length, open.incrementAndGet(), System.nanoTime());
        requests.add(request);
        return request;
    }

    /** What to answer; empty if the connection ends here. */
    private Optional<HttpMessage> answer(GatewayRequest request, HttpMessage message, Socket socket, Upstream behind)
            throws IOException {
        Optional<HttpMessage> refusal = keys.refusal(request).or(() -> tooLong(request));
        if (refusal.isPresent()) {
            return refusal;
        }
        for (FaultRule rule : rules) {
            switch (rule.of(request).orElse(null)) {
                case null -> {
                }
                case Fault.Delay(var duration) -> pause(duration.toNanos());
                case Fault.Meanwhile(Runnable action) -> action.run();
                case Fault.Answer instead -> {
                    if (instead.moment() == Fault.Moment.AFTER) {
                        behind.ask(request, message);
                    }
                    return Optional.of(HttpMessage.answer(instead.status(), instead.headers(), instead.body()));
                }
                case Broken broken -> {
                    fail(broken, request, message, socket, behind);
                    return Optional.empty();
                }
            }
        }
        return Optional.of(behind.ask(request, message));
    }

    private Optional<HttpMessage> tooLong(GatewayRequest request) {
        if (request.target().length() > maxUrl) {
            return Optional.of(HttpMessage.answer(414, JSON, "{\"message\":\"URI Too Long\"}"));
        }
        return request.bodyBytes() > maxBody
                ? Optional.of(HttpMessage.answer(413, JSON, "{\"message\":\"Request size limit exceeded\"}"))
                : Optional.empty();
    }

    private void fail(Broken broken, GatewayRequest request, HttpMessage message, Socket socket, Upstream behind)
            throws IOException {
        switch (broken) {
            case RESET -> socket.setSoLinger(true, 0);
            case RESET_AFTER_COMMIT -> {
                behind.ask(request, message);
                socket.setSoLinger(true, 0);
            }
            case CUT -> {
                HttpMessage answer = behind.ask(request, message);
                if (answer.body().length > 0) {
                    answer.writeTo(socket.getOutputStream(), answer.body().length / 2);
                }
            }
            // until the client gives up
            case HANG -> socket.getInputStream().read();
        }
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Which of the matching requests go wrong. */
    public final class Order {
        private final Predicate<GatewayRequest> which;

        private Order(Predicate<GatewayRequest> which) {
            this.which = which;
        }

        public Choice always() {
            return number(_ -> true);
        }

        /** The n-th, the 2n-th and so on. */
        public Choice every(int n) {
            return number(number -> number % n == 0);
        }

        /** The n-th alone, counted from 1. */
        public Choice nth(int n) {
            return number(number -> number == n);
        }

        /** The first n. */
        public Choice first(int n) {
            return number(number -> number <= n);
        }

        /** Those after the first n. */
        public Choice after(int n) {
            return number(number -> number > n);
        }

        /** The matching requests that have such a number, counted from 1. */
        public Choice number(IntPredicate numbers) {
            return fault -> rules.add(new FaultRule(which, numbers, fault));
        }
    }

    /** What happens to the requests that were chosen. */
    @FunctionalInterface
    public interface Choice {

        /** From now on, until {@link Gateway#heal}. */
        void comes(Fault fault);
    }
}
