package dev.tidemark.sqlite.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** The statements on table {@code start_claim}. */
@JdbcRepository(dialect = Dialect.ANSI, dataSource = StateDatabase.NAME)
interface StartRows extends GenericRepository<StartRow, String> {

    @Query("""
            insert into start_claim (start_key, fingerprint, claim, run, at)
            values (:startKey, :fingerprint, :claim, :run, :at)
            on conflict (start_key) do nothing""")
    void claim(StartRow row);

    @Query("select * from start_claim where start_key = :startKey")
    Optional<StartRow> find(String startKey);

    @Query("update start_claim set run = :run where start_key = :startKey")
    void started(String startKey, String run);

    @Query("delete from start_claim where start_key = :startKey")
    void release(String startKey);

    @Query("delete from start_claim where at < :time")
    void removeBefore(long time);
}
