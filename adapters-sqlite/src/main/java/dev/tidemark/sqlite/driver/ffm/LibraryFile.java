package dev.tidemark.sqlite.driver.ffm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a libsqlite3 may be.
 *
 * @param name a path, or the bare name that the system's loader looks for by itself
 * @param file the file, where it is known
 */
record LibraryFile(String name, Optional<Path> file) {
    private static final Map<String, String> DEBIAN_FOLDERS = Map.of("amd64", "x86_64-linux-gnu", "aarch64",
            "aarch64-linux-gnu", "ppc64le", "powerpc64le-linux-gnu", "s390x", "s390x-linux-gnu", "riscv64",
            "riscv64-linux-gnu");

    private static LibraryFile at(Path path) {
        return new LibraryFile(path.toString(), Optional.of(path));
    }

    /**
     * The places to try, in order.
     *
     * @param named a file that the user named, which is then the only one; or empty
     */
    static List<LibraryFile> candidates(String named) {
        if (!named.isEmpty()) {
            return List.of(at(Path.of(named).toAbsolutePath()));
        }
        String system = System.getProperty("os.name", "");
        List<String> names = system.startsWith("Mac") ? List.of("libsqlite3.dylib")
                : system.startsWith("Windows") ? List.of("sqlite3.dll") : List.of("libsqlite3.so.0", "libsqlite3.so");
        List<LibraryFile> found = new ArrayList<>();
        for (String folder : folders()) {
            for (String name : names) {
                Path path = Path.of(folder, name);
                if (Files.isRegularFile(path)) {
                    found.add(at(path));
                }
            }
        }
        // Last the loader's own search; on a Mac the library is in no folder at all, but in the loader's cache.
        names.forEach(name -> found.add(new LibraryFile(name, Optional.empty())));
        return found;
    }

    private static List<String> folders() {
        List<String> folders = new ArrayList<>();
        for (String variable : List.of("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")) {
            String value = System.getenv(variable);
            if (value != null) {
                List.of(value.split(File.pathSeparator)).stream().filter(f -> !f.isEmpty()).forEach(folders::add);
            }
        }
        String debian = DEBIAN_FOLDERS.get(System.getProperty("os.arch", ""));
        if (debian != null) {
            folders.addAll(List.of("/usr/lib/" + debian, "/lib/" + debian));
        }
        folders.addAll(List.of("/usr/lib64", "/lib64", "/usr/lib", "/lib", "/opt/homebrew/opt/sqlite/lib",
                "/usr/local/opt/sqlite/lib"));
        return folders;
    }

    /** What tells this very build of the library from any other: its file's size and age too, as far as there is a file. */
    String identity() {
        if (file.isEmpty()) {
            return name;
        }
        try {
            Path real = file.get().toRealPath();
            return real + " of " + Files.size(real) + " bytes from " + Files.getLastModifiedTime(real);
        } catch (IOException _) {
            return name;
        }
    }
}
