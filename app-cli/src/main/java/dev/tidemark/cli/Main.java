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
        // Always UTF-8: under LANG=C the platform's own streams would turn every name that is not ASCII into '?'.
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int exitCode = new Tidemark(new Surroundings(out, err, isTerminal(), Environment.ofProcess())).run(arguments);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
    }

    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }
}
