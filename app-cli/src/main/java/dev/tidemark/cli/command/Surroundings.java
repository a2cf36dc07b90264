package dev.tidemark.cli.command;

import dev.tidemark.runtime.config.Environment;
import java.io.PrintWriter;

/**
 * What a call of the program is given besides its arguments.
 *
 * @param out standard output: results and nothing else
 * @param err standard error: progress, warnings, errors, logs
 * @param terminal whether a person sits at both
 * @param environment the variables and the working directory
 */
public record Surroundings(PrintWriter out, PrintWriter err, boolean terminal, Environment environment) {
}
