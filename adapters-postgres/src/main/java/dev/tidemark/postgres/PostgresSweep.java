package dev.tidemark.postgres;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.port.OrphanSweep;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.postgres.PostgresCatalog.Reference;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads the keys of a table in one snapshot, and deletes rows by key on a second connection. */
final class PostgresSweep implements OrphanSweep {
    private static final PageLimit PAGE = new PageLimit(10_000, 16 << 20);

    private final PostgresConfig config;
    private final PostgresPager keys;
    private final MergeSql sql;
    private final WriteShape shape;
    private final PostgresSession deleting;

    PostgresSweep(PostgresConfig config, WritePlan plan, PostgresTable table) {
        this.config = config;
        WritePlan byKey = new WritePlan(plan.table(), plan.rows().select(plan.key()), plan.key(), plan.mode(),
                KeyCollisions.IMPOSSIBLE, java.util.Map.of());
        this.shape = WriteShape.of(byKey, table);
        this.sql = new MergeSql(shape, config.schema());
        this.keys = new PostgresPager(snapshot(config), ReadShape.of(reading(byKey), table), new Cursor.Start());
        this.deleting = PostgresSession.open(config);
    }

    private static ReadPlan reading(WritePlan plan) {
        List<ReadColumn> columns = plan.key()
                .stream()
                .<ReadColumn>map(
                        name -> new ReadColumn.Stored(name, plan.rows().types().get(plan.rows().indexOf(name))))
                .toList();
        return new ReadPlan(plan.table(), columns, plan.key(), Optional.empty(), Optional.empty(), PAGE);
    }

    private static PostgresSession snapshot(PostgresConfig config) {
        PostgresSession session = PostgresSession.open(config);
        try {
            session.beginSnapshot(null);
            return session;
        } catch (SQLException e) {
            session.close();
            throw PostgresErrors.failure(e, "reading the keys of the sink");
        }
    }

    @Override
    public Optional<RowBatch> next() throws InterruptedException {
        return keys.next().map(Page::rows);
    }

    @Override
    public long delete(RowBatch orphans) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return switch (new BatchConverter(shape).convert(orphans)) {
            case BatchConverter.Converted.Not(var refused) -> throw new StoreException.Permanent(
                    "deleting from " + shape.table().name() + ": " + refused.reason().message(), "", "", null);
            case BatchConverter.Converted.Batch(RowBatch rows) -> deleteRows(rows);
        };
    }

    private long deleteRows(RowBatch rows) {
        Staging staging = new ArrayStaging(shape.targets(), rows, deleting.connection());
        try {
            deleting.begin();
            List<Reference> references = new PostgresCatalog(deleting).references(shape.table().name());
            boolean tree = references.stream().anyMatch(Reference::itself);
            long deleted = 0;
            try (PreparedStatement statement = deleting.connection()
                    .prepareStatement(sql.delete(staging, references))) {
                staging.bind(statement);
                long now;
                do {
                    now = statement.executeUpdate();
                    deleted += now;
                    // Leaves first: what referred to a row may have gone with this round.
                } while (tree && now > 0);
            }
            deleting.commit();
            return deleted;
        } catch (SQLException e) {
            deleting.rollback();
            throw PostgresErrors.failure(e, "deleting from " + shape.table().name() + " of " + config.displayName());
        }
    }

    @Override
    public void close() {
        keys.close();
        deleting.close();
    }
}
