package dev.tidemark.cli.command;

/** Who acts at the command line, for the audit log. */
final class Actor {

    private Actor() {
    }

    static String ofCommandLine() {
        return "command line (" + System.getProperty("user.name", "?") + ")";
    }
}
