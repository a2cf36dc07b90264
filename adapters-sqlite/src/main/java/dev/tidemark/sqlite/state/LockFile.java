package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.RunLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One held lock file, with the holder's name written in it.
 *
 * <p>On POSIX systems a process loses its locks on a file when it closes any descriptor of that file (fcntl(2)). So the
 * files that this process holds are known to all of it, and nothing here opens one of them a second time.
 */
final class LockFile implements RunLock.Lease {
    private static final Map<Path, LockFile> HELD = new HashMap<>();
    /** Far behind the text, for where locks are mandatory (Windows) the text must stay readable to others. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path file;
    private final FileChannel channel;
    private final String holder;
    private final boolean shared;
    private int parts = 1;

    private LockFile(Path file, FileChannel channel, String holder, boolean shared) {
        this.file = file;
        this.channel = channel;
        this.holder = holder;
        this.shared = shared;
    }

    /** Locks the file, or empty if this or another process has it. */
    static Optional<LockFile> tryLock(Path file, String holder) throws IOException {
        return tryLock(file, holder, false);
    }

    /** Locks the file, or takes part in the lock that this process has under the same name. */
    static Optional<LockFile> tryJoin(Path file, String holder) throws IOException {
        return tryLock(file, holder, true);
    }

    private static Optional<LockFile> tryLock(Path file, String holder, boolean shared) throws IOException {
        synchronized (HELD) {
            LockFile here = HELD.get(file);
            if (here != null) {
                boolean joined = shared && here.shared && here.holder.equals(holder);
                here.parts += joined ? 1 : 0;
                return joined ? Optional.of(here) : Optional.empty();
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                    channel.close();
                    return Optional.empty();
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            LockFile lock = new LockFile(file, channel, holder, shared);
            HELD.put(file, lock);
            return Optional.of(lock);
        }
    }

    /** Whether this process has the file. */
    static boolean isHeldHere(Path file) {
        synchronized (HELD) {
            return HELD.containsKey(file);
        }
    }

    /** Who has the file; empty if nobody does, also where one who died left a name in it. */
    static Optional<String> holder(Path file) throws IOException {
        synchronized (HELD) {
            LockFile here = HELD.get(file);
            if (here != null) {
                return Optional.of(here.holder);
            }
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String text = Files.readString(file);
            return text.isEmpty() || isFree(file) ? Optional.empty() : Optional.of(text);
        }
    }

    private static boolean isFree(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false)) {
            return lock != null;
        }
    }

    boolean isClosed() {
        return !channel.isOpen();
    }

    /** Leaves a lock that was joined; who leaves last frees it. */
    void leave() {
        synchronized (HELD) {
            parts--;
            if (parts == 0) {
                close();
            }
        }
    }

    /** Frees it, whoever takes part. */
    @Override
    public void close() {
        synchronized (HELD) {
            if (HELD.remove(file, this)) {
                forget();
            }
        }
    }

    /** The file stays: whoever deletes a lock file may delete it under one who has just locked it. */
    private void forget() {
        try (channel) {
            channel.truncate(0);
        } catch (IOException _) {
            // The channel is closed all the same, and the lock with it; a name left in an unlocked file says nothing.
        }
    }
}
