package dev.tidemark.postgres.state;

import io.micronaut.data.annotation.MappedEntity;

/** A secret of servers as its table has it. */
@MappedEntity("server_secret")
record SecretRow(String name, String secret) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "SecretRow[" + name + "]";
    }
}
