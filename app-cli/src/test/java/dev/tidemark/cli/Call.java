package dev.tidemark.cli;

import dev.tidemark.cli.command.Surroundings;
import dev.tidemark.runtime.config.Environment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * One call of the program inside this JVM, to its end.
 *
 * @param exitCode how it ended
 * @param out standard output
 * @param err standard error
 */
record Call(int exitCode, String out, String err) {

    static Call of(Path directory, String... arguments) {
        return with(directory, Map.of(), arguments);
    }

    static Call with(Path directory, Map<String, String> variables, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings surroundings = new Surroundings(new PrintWriter(out), new PrintWriter(err), false,
                new Environment(variables, directory));
        int exitCode = new Tidemark(surroundings).run(arguments);
        return new Call(exitCode, out.toString(), err.toString());
    }
}
