package dev.tidemark.http;

import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Hands the options to {@code logback.xml}, which reads them as system properties, and what drivers tell {@code java.util.logging}
 * to the same log: a line of another form would be no line to who reads JSON.
 */
final class LogSettings {

    private LogSettings() {
    }

    /** Has its effect if no logger was made before. */
    static void apply(ServeOptions options) {
        System.setProperty("tidemark.log.level", options.debug() ? "DEBUG" : options.quiet() ? "WARN" : "INFO");
        System.setProperty("tidemark.log.format", options.logFormat().name());
        System.setProperty("tidemark.log.throwable", options.debug() ? "%ex" : "%nopex");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
