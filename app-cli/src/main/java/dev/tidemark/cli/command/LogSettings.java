package dev.tidemark.cli.command;

import dev.tidemark.cli.command.GlobalOptions.Format;

/** Hands the options to {@code logback.xml}, which reads them as system properties. */
final class LogSettings {

    private LogSettings() {
    }

    /** Has its effect if no logger was made before. */
    static void apply(boolean debug, Format format) {
        System.setProperty("tidemark.log.level", debug ? "DEBUG" : "WARN");
        System.setProperty("tidemark.log.format", format.name());
        System.setProperty("tidemark.log.throwable", debug ? "%ex" : "%nopex");
    }
}
