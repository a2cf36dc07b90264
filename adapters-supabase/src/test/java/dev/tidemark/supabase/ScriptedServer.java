package dev.tidemark.supabase;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes requests on loopback and answers each with the next bytes of its script, well-formed or not. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Answer> script = new LinkedBlockingQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    ScriptedServer() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    /** What is done instead of an answer, or after it. */
    @FunctionalInterface
    private interface Answer {
        /** Whether the connection stays. */
        boolean give(OutputStream out) throws IOException, InterruptedException;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    void answers(String text) {
        answers(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void answers(byte[]... parts) {
        script.add(out -> {
            write(out, parts);
            return true;
        });
    }

    void answersAndHangsUp(String text) {
        script.add(out -> {
            write(out, text.getBytes(StandardCharsets.ISO_8859_1));
            return false;
        });
    }

    /** Something happens before the answer. */
    void answersAfter(Runnable action, String text) {
        script.add(out -> {
            action.run();
            write(out, text.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        });
    }

    void answersNothing() {
        script.add(_ -> {
            closed.await();
            return false;
        });
    }

    /** One byte after the other, and no end. */
    void trickles(String head, Duration pause) {
        script.add(out -> {
            write(out, head.getBytes(StandardCharsets.ISO_8859_1));
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                write(out, new byte[] {' '});
            }
            return false;
        });
    }

    /** The heads of the requests, with names of headers in lower case and a line feed behind each line. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream());
                OutputStream out = connection.getOutputStream()) {
            boolean stays = true;
            while (stays && request(in)) {
                stays = script.take().give(out);
            }
        } catch (IOException _) {
            // The client hung up, as it may.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int bodyBytes = 0;
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(": ");
            boolean isHeader = colon > 0 && !head.isEmpty();
            String name = isHeader ? line.substring(0, colon).toLowerCase(Locale.ROOT) : "";
            head.append(isHeader ? name + line.substring(colon) : line).append('\n');
            if (name.equals("content-length")) {
                bodyBytes = Integer.parseInt(line.substring(colon + 2));
            }
        }
        in.readNBytes(bodyBytes);
        if (head.isEmpty()) {
            return false;
        }
        requests.add(head.toString());
        return true;
    }

    private static @org.jspecify.annotations.Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(b);
        }
        return null;
    }

    private static void write(OutputStream out, byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
        out.flush();
    }
}
