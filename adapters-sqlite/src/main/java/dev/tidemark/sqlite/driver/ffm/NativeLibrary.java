package dev.tidemark.sqlite.driver.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one libsqlite3 of this process: looked for and tested when it is first asked for, and never unloaded. The variable
 * {@code TIDEMARK_SQLITE_LIBRARY} names another file than the system's.
 */
public final class NativeLibrary {
    private static final String NAMED = "TIDEMARK_SQLITE_LIBRARY";
    private static @Nullable NativeLibrary first;
    private static volatile @Nullable SymbolLookup symbols;

    private final Optional<NativeDriver> driver;
    private final String trouble;

    private NativeLibrary(Optional<NativeDriver> driver, String trouble) {
        this.driver = driver;
        this.trouble = trouble;
    }

    /** The library, or what keeps it from being used. */
    public static synchronized NativeLibrary get() {
        NativeLibrary known = first == null ? load(Optional.ofNullable(System.getenv(NAMED)).orElse("")) : first;
        first = known;
        return known;
    }

    /** Empty if it cannot be used. */
    public Optional<NativeDriver> driver() {
        return driver;
    }

    /** Why it cannot be used, for a person; empty if it can. */
    public String trouble() {
        return trouble;
    }

    private static NativeLibrary load(String named) {
        if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            return new NativeLibrary(Optional.empty(), "this is no 64-bit system");
        }
        String trouble = "";
        for (LibraryFile candidate : LibraryFile.candidates(named)) {
            LibraryTrial trial = new LibraryTrial(LibraryTrial.cache(), identity(candidate));
            Optional<String> wrong = trial.verdict(() -> load(candidate).or(SelfTest::trouble));
            if (wrong.isEmpty() && symbols == null) {
                // Tested by an earlier process.
                wrong = load(candidate);
            }
            if (wrong.isEmpty()) {
                return new NativeLibrary(Optional.of(new NativeDriver(candidate.name())), "");
            }
            trouble = trouble.isEmpty() ? candidate.name() + ": " + wrong.get() : trouble;
            if (symbols != null || trial.hasDied()) {
                // It is loaded, and the functions may be bound to it: no other can take its place. Or it made a process
                // die, and the next name may be that of the same library.
                break;
            }
        }
        return new NativeLibrary(Optional.empty(), trouble);
    }

    private static String identity(LibraryFile candidate) {
        String version = NativeLibrary.class.getPackage().getImplementationVersion();
        return candidate.identity() + " for Tidemark " + (version == null ? "in development" : version) + " on Java "
                + Runtime.version() + " of " + System.getProperty("java.home");
    }

    /** Loads the file, and tells what is wrong. */
    private static Optional<String> load(LibraryFile candidate) {
        try {
            SymbolLookup loaded = candidate.file().isPresent()
                    ? SymbolLookup.libraryLookup(candidate.file().get(), Arena.global())
                    : SymbolLookup.libraryLookup(candidate.name(), Arena.global());
            if (loaded.find("sqlite3_changes64").isEmpty()) {
                return Optional.of("it is older than SQLite 3.37");
            }
            symbols = loaded;
            return Optional.empty();
        } catch (IllegalArgumentException | IllegalCallerException e) {
            return Optional.of("it cannot be loaded: " + e.getMessage());
        }
    }

    /** The function of that name; only once the library is loaded. */
    static MemorySegment symbol(String name) {
        SymbolLookup loaded = symbols;
        if (loaded == null) {
            throw new IllegalStateException("libsqlite3 is not loaded");
        }
        return loaded.find(name)
                .orElseThrow(() -> new NoSuchElementException("libsqlite3 has no function " + name));
    }
}
