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
import java.util.concurrent.atomic.AtomicBoolean;

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

    /** Asks the operating system for a lock. */
    @FunctionalInterface
    private interface Try {
        Optional<LockFile> lock(Path file, String holder) throws IOException;
    }

    @Override
    public Optional<Lease> acquire(String profile, String holder) throws InterruptedException {
        return taken(file(profile), holder, LockFile::tryLock).map(Lease.class::cast);
    }

    /** Of one process alone: a lock of the operating system is nobody else's. */
    @Override
    public Optional<Lease> join(String profile, String run) throws InterruptedException {
        return taken(file(profile), run, LockFile::tryJoin).map(Locks::part);
    }

    private static Lease part(LockFile lock) {
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (!left.getAndSet(true)) {
                lock.leave();
            }
        };
    }

    /** Who leaves last has freed it. */
    @Override
    public void release(String profile, String run) {
        // nothing is left to do
    }

    private Optional<LockFile> taken(Path file, String holder, Try asking) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            Optional<LockFile> lock = asking.lock(file, holder);
            for (int tries = 1; lock.isEmpty() && tries < TRIES && !LockFile.isHeldHere(file); tries++) {
                sleeper.sleep(PAUSE);
                lock = asking.lock(file, holder);
            }
            taken.removeIf(LockFile::isClosed);
            lock.ifPresent(taken::add);
            return lock;
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
