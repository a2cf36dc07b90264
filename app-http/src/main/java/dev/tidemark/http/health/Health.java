package dev.tidemark.http.health;

import io.micronaut.serde.annotation.Serdeable;

/**
 * How the server is, in a word; strangers learn nothing else.
 *
 * @param status {@code UP} or {@code DOWN}
 */
@Serdeable
record Health(String status) {
    static final String UP = "UP";
    static final String DOWN = "DOWN";

    static Health of(boolean up) {
        return new Health(up ? UP : DOWN);
    }
}
