package dev.tidemark.sqlite.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The statements on table {@code run_event}. */
@JdbcRepository(dialect = Dialect.ANSI, dataSource = StateDatabase.NAME)
interface EventRows extends GenericRepository<EventRow, Long> {

    @Query("insert into run_event (run, at, kind, json) values (:run, :at, :kind, :json)")
    void add(List<EventRow> rows);

    @Query("select * from run_event where run = :run and number > :after order by number limit :limit")
    List<EventRow> after(String run, long after, int limit);

    @Query("delete from run_event where at < :time")
    void removeBefore(long time);
}
