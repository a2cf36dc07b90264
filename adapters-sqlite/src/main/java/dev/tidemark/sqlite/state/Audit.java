package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.AuditLog;
import java.time.Instant;
import java.util.List;

/** The audit log in the state. */
final class Audit implements AuditLog {
    private final StateDatabase database;
    private final AuditRows rows;

    Audit(StateDatabase database) {
        this.database = database;
        this.rows = database.rows(AuditRows.class);
    }

    @Override
    public void add(Instant at, String actor, String action, String subject, String detail) {
        database.write("keeping who did what", () -> rows.add(AuditRow.of(at, actor, action, subject, detail)));
    }

    @Override
    public List<Entry> before(long before, int limit) {
        return database.read("reading who did what",
                () -> rows.before(before, limit).stream().map(AuditRow::toDomain).toList());
    }
}
