package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.ServerSecrets;

/** The secrets of servers in the state. */
final class Secrets implements ServerSecrets {
    private final StateDatabase database;
    private final SecretRows rows;

    Secrets(StateDatabase database) {
        this.database = database;
        this.rows = database.rows(SecretRows.class);
    }

    @Override
    public String keep(String name, String offered) {
        return database.change("keeping the secret " + name, () -> {
            rows.offer(new SecretRow(name, offered));
            return rows.find(name).map(SecretRow::secret).orElse(offered);
        });
    }
}
