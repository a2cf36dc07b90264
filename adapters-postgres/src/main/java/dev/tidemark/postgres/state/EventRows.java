package dev.tidemark.postgres.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** The statements on table {@code run_event}. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = StateDatabase.NAME)
interface EventRows extends GenericRepository<EventRow, Long> {

    /**
     * Until the transaction ends nobody else adds to the run. Numbers are given before a commit makes them seen: without this
     * a watcher who has seen 6 would never see the 5 of another server that committed later.
     */
    @Query("select count(*) from (select pg_advisory_xact_lock(hashtextextended('tidemark events ' || :run, 0))) as locked")
    long waitForOthers(String run);

    @Query("insert into run_event (run, at, kind, json) values (:run, :at, :kind, :json)")
    void add(List<EventRow> rows);

    @Query("select * from run_event where run = :run and number > :after order by number limit :limit")
    List<EventRow> after(String run, long after, int limit);

    @Query("delete from run_event where at < :time")
    void removeBefore(Instant time);
}
