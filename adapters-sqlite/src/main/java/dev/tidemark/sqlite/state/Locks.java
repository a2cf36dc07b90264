package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.Sleeper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A run lock is a lock of the operating system on a file of its own for each profile: it ends with its process, however
 * that ends, kill -9 included ({@code correctness.md} 18).
 */
final class Locks implements RunLock, AutoCloseable {
    /** Another process that only asks for the holder has the lock for an instant; so one refusal is not yet an answer. */
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path folder;
    private final Sleeper sleeper;
    private final Queue<LockFile> taken = new ConcurrentLinkedQueue<>();

    Locks(Path folder, Sleeper sleeper) {
        this.folder = folder;
        this.sleeper = sleeper;
    }

    @Override
    public Optional<Lease> acquire(String profile, String holder) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Path file = file(profile);
        try {
            Optional<LockFile> lock = LockFile.tryLock(file, holder);
            for (int tries = 1; lock.isEmpty() && tries < TRIES && !LockFile.isHeldHere(file); tries++) {
                sleeper.sleep(PAUSE);
                lock = LockFile.tryLock(file, holder);
            }
            taken.removeIf(LockFile::isClosed);
            lock.ifPresent(taken::add);
            return lock.map(Lease.class::cast);
        } catch (IOException e) {
            throw StateErrors.denied(file, e.toString(), e);
        }
    }

    @Override
    public Optional<String> holder(String profile) {
        Path file = file(profile);
        try {
            return LockFile.holder(file);
        } catch (IOException e) {
            throw StateErrors.denied(file, e.toString(), e);
        }
    }

    /** Lets go of what was taken here. */
    @Override
    public void close() {
        taken.forEach(LockFile::close);
    }

    /** A digest, since a profile's name may hold what a file's may not. */
    private Path file(String profile) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(profile.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + ".lock");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
