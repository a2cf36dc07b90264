package dev.tidemark.cli;

import dev.tidemark.cli.command.Surroundings;
import dev.tidemark.runtime.config.Environment;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The program {@code tidemark}. */
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        Surroundings surroundings = surroundings(Environment.ofProcess());
        int exitCode = new Tidemark(surroundings).run(arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        System.exit(exitCode);
    }

    /** The process's own streams. */
    static Surroundings surroundings(Environment environment) {
        // Always UTF-8: under LANG=C the platform's own streams would turn every name that is not ASCII into '?'.
        return new Surroundings(writer(FileDescriptor.out), writer(FileDescriptor.err), isTerminal(), environment);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
    }

    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }
}
