package dev.tidemark.http;

/** Hands the options to {@code logback.xml}, which reads them as system properties. */
final class LogSettings {

    private LogSettings() {
    }

    /** Has its effect if no logger was made before. */
    static void apply(ServeOptions options) {
        System.setProperty("tidemark.log.level", options.debug() ? "DEBUG" : options.quiet() ? "WARN" : "INFO");
        System.setProperty("tidemark.log.format", options.logFormat().name());
        System.setProperty("tidemark.log.throwable", options.debug() ? "%ex" : "%nopex");
    }
}
