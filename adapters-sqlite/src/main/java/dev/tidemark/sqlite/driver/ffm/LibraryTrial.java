package dev.tidemark.sqlite.driver.ffm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Tests a library once and remembers what came of it in a small file of the user's cache. The file is there before the test
 * begins: a process that dies in it, as a library that does not fit can make it die, leaves it, and the next process does
 * without the library and says so. Where no file can be written, the test is made at each start.
 */
final class LibraryTrial {
    private static final String TESTING = "testing";
    private static final String PASSED = "passed";

    private final @Nullable Path folder;
    private final Path file;
    private final String identity;
    private boolean died;

    /**
     * @param folder where the file is kept; null for nowhere
     * @param identity what the verdict holds for: the library, its user and the JDK
     */
    LibraryTrial(@Nullable Path folder, String identity) {
        this.folder = folder;
        CRC32 name = new CRC32();
        name.update(identity.getBytes(StandardCharsets.UTF_8));
        this.file = (folder == null ? Path.of("") : folder)
                .resolve("libsqlite3-" + Long.toHexString(name.getValue()));
        this.identity = identity;
    }

    /** The user's cache, as the XDG Base Directory Specification places it; null where there is none. */
    static @Nullable Path cache() {
        String named = System.getenv("XDG_CACHE_HOME");
        if (named != null && named.startsWith("/")) {
            return Path.of(named, "tidemark");
        }
        String home = System.getProperty("user.home", "");
        return home.isEmpty() || home.equals("?") ? null : Path.of(home, ".cache", "tidemark");
    }

    /**
     * Why the library is not to be used; empty if it may.
     *
     * @param test makes the test, and tells what is wrong
     */
    Optional<String> verdict(Supplier<Optional<String>> test) {
        List<String> known = known();
        String word = known.size() < 3 || !known.get(1).equals(identity) ? "" : known.getFirst();
        return switch (word) {
            case PASSED -> Optional.empty();
            case TESTING -> {
                died = !isRunning(known.get(2));
                yield died
                        ? Optional.of("a process died while it tested the library; to try it again, delete " + file)
                        : test.get();
            }
            default -> tested(test);
        };
    }

    private Optional<String> tested(Supplier<Optional<String>> test) {
        boolean noted = note(TESTING, named(ProcessHandle.current()));
        Optional<String> wrong = test.get();
        if (noted && wrong.isEmpty()) {
            note(PASSED, "");
        } else if (noted) {
            forget();
        }
        return wrong;
    }

    /** What is wrong may be mended by the next start. */
    private void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // Then the next start takes it for a crash, and says how to try again.
        }
    }

    private List<String> known() {
        try {
            return folder == null ? List.of() : Files.readString(file).lines().toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }

    /** A number alone may be another process by now; in a container it is 1 again and again. */
    static String named(ProcessHandle process) {
        return process.pid() + " " + process.info().startInstant().map(Object::toString).orElse("");
    }

    /** Whether an earlier process died in the test. */
    boolean hasDied() {
        return died;
    }

    /** Another process may be testing at this moment. */
    private static boolean isRunning(String process) {
        try {
            return ProcessHandle.of(Long.parseLong(process.split(" ", 2)[0]))
                    .filter(running -> named(running).equals(process))
                    .isPresent();
        } catch (NumberFormatException _) {
            return false;
        }
    }

    /** Whoever reads sees the old file or the whole new one. */
    private boolean note(String word, String detail) {
        if (folder == null) {
            return false;
        }
        try {
            Files.createDirectories(folder);
            Path made = Files.createTempFile(folder, "libsqlite3-", ".new");
            Files.writeString(made, word + "\n" + identity + "\n" + (detail.isEmpty() ? "-" : detail.replace('\n', ' '))
                    + "\n");
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
