package dev.tidemark.postgres.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** The statements on table {@code sync_point}. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = StateDatabase.NAME)
interface SyncPointRows extends GenericRepository<SyncPointRow, String> {

    @Query("""
            insert into sync_point (profile, direction, table_name, pass, source_identity, sink_identity, fingerprint,
                watermark_text, digested, sink_rows, saved_at)
            values (:profile, :direction, :tableName, :pass, :sourceIdentity, :sinkIdentity, :fingerprint,
                :watermarkText, :digested, :sinkRows, :savedAt)
            on conflict (profile, direction, table_name) do update set pass = excluded.pass,
                source_identity = excluded.source_identity, sink_identity = excluded.sink_identity,
                fingerprint = excluded.fingerprint, watermark_text = excluded.watermark_text,
                digested = excluded.digested, sink_rows = excluded.sink_rows, saved_at = excluded.saved_at""")
    void save(SyncPointRow row);

    @Query("""
            select * from sync_point
            where profile = :profile and direction = :direction and table_name = :tableName""")
    Optional<SyncPointRow> find(String profile, String direction, String tableName);

    @Query("select * from sync_point where profile = :profile order by direction, table_name")
    List<SyncPointRow> list(String profile);

    @Query("""
            delete from sync_point
            where profile = :profile and direction = :direction and table_name = :tableName""")
    void remove(String profile, String direction, String tableName);
}
