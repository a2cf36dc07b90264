package dev.tidemark.benchmarks.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What programs print, whatever its encoding. */
public final class Texts {
    private static final int LONGEST = 300;

    private Texts() {
    }

    /** The last line that is not blank, cut; empty if there is none. */
    public static String lastLine(Path file) throws IOException {
        String last = "";
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isBlank()) {
                last = line.strip();
            }
        }
        return last.length() > LONGEST ? last.substring(0, LONGEST) : last;
    }
}
