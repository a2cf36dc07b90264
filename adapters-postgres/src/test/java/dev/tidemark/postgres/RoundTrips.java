package dev.tidemark.postgres;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server and counts how often somebody waited for it: a message of the client's after one of the server's. */
final class RoundTrips implements AutoCloseable {
    private final PostgresDatabase server;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    RoundTrips(PostgresDatabase server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    int count() {
        return count.get();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket behind = new Socket(server.host(), server.port());
                sockets.add(client);
                sockets.add(behind);
                AtomicBoolean answered = new AtomicBoolean(true);
                Thread.ofVirtual().start(() -> carry(client, behind, () -> {
                    if (answered.getAndSet(false)) {
                        count.incrementAndGet();
                    }
                }));
                Thread.ofVirtual().start(() -> carry(behind, client, () -> answered.set(true)));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private static void carry(Socket from, Socket to, Runnable seen) {
        byte[] buffer = new byte[1 << 16];
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                seen.run();
                out.write(buffer, 0, read);
            }
        } catch (IOException _) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
