package dev.tidemark.sqlite.driver;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which driver a file is opened with. */
public enum DriverChoice {
    /** The system's library where it is there and passed its test, otherwise JDBC. */
    AUTO,
    /** The system's library; a file cannot be opened without it. */
    NATIVE,
    /** SQLite JDBC. */
    JDBC;

    /** As it is written in a configuration; empty if there is no such choice. */
    public static Optional<DriverChoice> of(String word) {
        return Stream.of(values()).filter(choice -> choice.word().equals(word)).findFirst();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
