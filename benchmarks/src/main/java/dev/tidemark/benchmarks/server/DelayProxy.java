package dev.tidemark.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A line with a delay and without a limit of throughput: what comes in leaves half a round trip later. It stands in for a
 * server far away; what it costs is not counted as anybody's.
 */
public final class DelayProxy implements AutoCloseable {
    private static final int PIECE = 1 << 16;
    /** Pieces under way in one direction: 16 MB, more than a delay of 25 ms lets a fast sender have outstanding. */
    private static final int PIECES = 256;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final long oneWayNanos;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /**
     * @param roundTripMillis what a request and its answer take longer than without
     */
    public DelayProxy(InetSocketAddress target, int roundTripMillis) throws IOException {
        this.target = target;
        this.oneWayNanos = roundTripMillis * 500_000L;
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("delay").start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket behind = new Socket();
                sockets.add(client);
                sockets.add(behind);
                client.setTcpNoDelay(true);
                behind.setTcpNoDelay(true);
                behind.connect(target);
                carry(client, behind);
                carry(behind, client);
            } catch (IOException _) {
                // closed, or the server is not there: the client sees its connection end
            }
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES);
        Thread.ofPlatform().daemon().name("delay in").start(() -> take(from, pieces));
        Thread.ofPlatform().daemon().name("delay out").start(() -> pass(pieces, to));
    }

    private void take(Socket from, BlockingQueue<Piece> pieces) {
        try {
            try {
                byte[] buffer = new byte[PIECE];
                for (int read = from.getInputStream().read(buffer); read > 0; read = from.getInputStream()
                        .read(buffer)) {
                    byte[] bytes = new byte[read];
                    System.arraycopy(buffer, 0, bytes, 0, read);
                    pieces.put(new Piece(bytes, System.nanoTime() + oneWayNanos));
                }
            } catch (IOException _) {
                // the end as well
            }
            pieces.put(new Piece(new byte[0], System.nanoTime() + oneWayNanos));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(BlockingQueue<Piece> pieces, Socket to) {
        try (to) {
            for (Piece piece = pieces.take(); piece.bytes().length > 0; piece = pieces.take()) {
                for (long left = piece.due() - System.nanoTime(); left > 0; left = piece.due() - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                to.getOutputStream().write(piece.bytes());
            }
        } catch (IOException _) {
            // the other side has gone
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /**
     * @param due when it leaves, as {@link System#nanoTime} counts
     */
    private record Piece(byte[] bytes, long due) {}
}
