package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.TokenStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tokens in the state. */
final class Tokens implements TokenStore {
    private final StateDatabase database;
    private final TokenRows rows;

    Tokens(StateDatabase database) {
        this.database = database;
        this.rows = database.rows(TokenRows.class);
    }

    @Override
    public void add(Token token) {
        database.write("keeping token " + token.id(), () -> rows.add(TokenRow.of(token)));
    }

    @Override
    public Optional<Token> find(String id) {
        return database.read("looking for token " + id, () -> rows.find(id).map(TokenRow::toDomain));
    }

    @Override
    public List<Token> list() {
        return database.read("listing tokens", () -> rows.list().stream().map(TokenRow::toDomain).toList());
    }

    @Override
    public boolean revoke(String id, Instant at) {
        return database.change("revoking token " + id, () -> {
            boolean valid = rows.find(id).filter(row -> row.revokedAt() == null).isPresent();
            rows.revoke(id, at.toEpochMilli());
            return valid;
        });
    }
}
