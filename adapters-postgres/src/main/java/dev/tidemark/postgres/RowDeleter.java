package dev.tidemark.postgres;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.postgres.PostgresCatalog.Reference;
import dev.tidemark.postgres.PostgresTable.Storage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Deletes rows by key, or whole rows where there is none, in the caller's transaction. Not thread-safe. */
final class RowDeleter {
    private final PostgresSession session;
    private final WriteShape shape;
    private final BatchConverter converter;
    private final BatchCopier checker;
    private final DeleteSql sql;

    RowDeleter(PostgresSession session, WritePlan plan, PostgresTable table) {
        this.session = session;
        this.shape = WriteShape.of(plan.mode() == WriteMode.APPEND ? plan : byKey(plan), table);
        this.converter = new BatchConverter(shape);
        this.checker = new BatchCopier(session, shape);
        this.sql = new DeleteSql(shape, session.config().schema());
    }

    private static WritePlan byKey(WritePlan plan) {
        return new WritePlan(plan.table(), plan.rows().select(plan.key()), plan.key(), plan.mode(), plan.collisions(),
                plan.times());
    }

    Deletion delete(RowBatch keys) throws SQLException {
        if (shape.key().isEmpty() && shape.table().storage() == Storage.NONE) {
            throw new StoreException.Permanent("deleting from " + shape.table().name()
                    + ": it is no table, and without a key one of several equal rows cannot be named", "",
                    "give the table a key:", null);
        }
        Storable storable = storable(keys);
        if (storable.rows().isEmpty()) {
            return new Deletion(0, List.of());
        }
        List<Reference> references = new PostgresCatalog(session).references(shape.table().name());
        Staging staging = new ArrayStaging(shape.targets(), storable.rows(), session.connection());
        if (!references.isEmpty()) {
            run(sql.lock(staging), staging, _ -> true);
        }
        return run(sql.delete(staging, references), staging, row -> new Deletion(row.getLong(1),
                Arrays.stream((Long[]) row.getArray(2).getArray())
                        .map(ordinal -> storable.indexes().get(ordinal.intValue()))
                        .toList()));
    }

    /** The keys that the columns can hold, as they hold them, and which keys these are. */
    private record Storable(RowBatch rows, List<Integer> indexes) {
    }

    /** A key that the table cannot hold is not in it, and the cast to its type must not make another key of it. */
    private Storable storable(RowBatch keys) {
        RowBatch.Builder rows = new RowBatch.Builder(converter.type(), keys.size());
        List<Integer> indexes = new ArrayList<>();
        for (int key = 0; key < keys.size(); key++) {
            if (converter.convert(keys.slice(key, key + 1)) instanceof BatchConverter.Converted.Batch(RowBatch row)
                    && checker.check(row).isEmpty()) {
                rows.addRow(row, 0);
                indexes.add(key);
            }
        }
        return new Storable(rows.build(), indexes);
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> T run(String text, Staging staging, Reading<T> reading) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(text)) {
            staging.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return reading.read(row);
            }
        }
    }
}
