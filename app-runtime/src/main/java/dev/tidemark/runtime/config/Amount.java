package dev.tidemark.runtime.config;

/** A number of rows, or a share of them. */
sealed interface Amount {

    record Rows(long rows) implements Amount {
    }

    record Percent(double percent) implements Amount {
    }
}
