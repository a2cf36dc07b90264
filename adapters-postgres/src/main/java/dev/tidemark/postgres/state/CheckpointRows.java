package dev.tidemark.postgres.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** The statements on table {@code checkpoint}. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = StateDatabase.NAME)
interface CheckpointRows extends GenericRepository<CheckpointRow, String> {

    @Query("""
            insert into checkpoint (profile, direction, table_name, pass, source_identity, sink_identity, fingerprint,
                cursor_text, row_count, watermark_text, settled_text, saved_at)
            values (:profile, :direction, :tableName, :pass, :sourceIdentity, :sinkIdentity, :fingerprint,
                :cursorText, :rowCount, :watermarkText, :settledText, :savedAt)
            on conflict (profile, direction, table_name) do update set pass = excluded.pass,
                source_identity = excluded.source_identity, sink_identity = excluded.sink_identity,
                fingerprint = excluded.fingerprint, cursor_text = excluded.cursor_text,
                row_count = excluded.row_count, watermark_text = excluded.watermark_text,
                settled_text = excluded.settled_text, saved_at = excluded.saved_at""")
    void save(CheckpointRow row);

    @Query("""
            select * from checkpoint
            where profile = :profile and direction = :direction and table_name = :tableName""")
    Optional<CheckpointRow> find(String profile, String direction, String tableName);

    @Query("select * from checkpoint where profile = :profile order by direction, table_name")
    List<CheckpointRow> list(String profile);

    @Query("""
            delete from checkpoint
            where profile = :profile and direction = :direction and table_name = :tableName""")
    void remove(String profile, String direction, String tableName);
}
