package dev.tidemark.http.page;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the programs that a test in a browser needs; without them it fails and says what to install. */
final class Programs {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome",
            "google-chrome-stable");

    private Programs() {
    }

    /** What {@code -Dtest.chromium} names, else the one on the path. */
    static Path chromium() {
        Optional<Path> named = Optional.ofNullable(System.getProperty("test.chromium")).map(Path::of);
        return named.or(() -> BROWSERS.stream().flatMap(Programs::onThePath).findFirst())
                .filter(Files::isExecutable)
                .orElseThrow(
                        () -> new AssertionError("no Chromium for the tests of the page, and the build could install"
                                + " none: run `apt-get install chromium`, or name a Chromium or Chrome by -Dtest.chromium=PATH"));
    }

    /** Playwright's driver is a program for Node.js. */
    static Path node() {
        return onThePath("node").findFirst().orElseThrow(() -> new AssertionError(
                "no Node.js (node) on the PATH for the tests of the page: install it together with npm"));
    }

    private static Stream<Path> onThePath(String program) {
        String folders = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/bin";
        return Arrays.stream(folders.split(File.pathSeparator)).map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable);
    }
}
