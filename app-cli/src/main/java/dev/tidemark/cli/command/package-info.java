/**
 * The commands, a class each, named after what a user types. A command parses its arguments, calls the runtime and prints;
 * {@link dev.tidemark.cli.command.Session} is what they share.
 */
@NullMarked
package dev.tidemark.cli.command;

import org.jspecify.annotations.NullMarked;
