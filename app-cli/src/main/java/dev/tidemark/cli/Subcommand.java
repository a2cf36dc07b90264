package dev.tidemark.cli;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command of the program: what the list of commands says of it, and the whole of it. A call needs the whole of one command
 * only; reading the annotations of all eighteen cost more than half of what {@code --help} took (200 of 360 ms).
 *
 * @param aliases its other names
 * @param does what it does, in one line
 * @param whole makes the command with all its options
 */
record Subcommand(String name, List<String> aliases, String does, Supplier<CommandLine> whole) {

    Subcommand(String name, String does, Supplier<CommandLine> whole) {
        this(name, List.of(), does, whole);
    }

    /** Whether these arguments may be a call of it: they name it, or a file of arguments may, or a shell wants to know all. */
    boolean isMeantBy(List<String> arguments) {
        return arguments.stream().anyMatch(argument -> argument.equals(name) || aliases.contains(argument)
                || argument.equals("completion") || argument.startsWith("@"));
    }

    /** The whole command. */
    CommandLine make() {
        return whole.get();
    }

    /** Enough for the list of commands and for "did you mean". */
    CommandLine outline() {
        CommandSpec outline = CommandSpec.create().name(name).aliases(aliases.toArray(String[]::new));
        outline.usageMessage().description(does);
        return new CommandLine(outline);
    }
}
