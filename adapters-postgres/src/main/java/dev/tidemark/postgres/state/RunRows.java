package dev.tidemark.postgres.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements on table {@code run}. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = StateDatabase.NAME)
interface RunRows extends GenericRepository<RunRow, String> {

    @Query("""
            insert into run (run, profile, direction, status, started_at, ended_at, report)
            values (:run, :profile, :direction, :status, :startedAt, :endedAt, :report)
            on conflict (run) do update set profile = excluded.profile, direction = excluded.direction,
                status = excluded.status, started_at = excluded.started_at, ended_at = excluded.ended_at,
                report = excluded.report""")
    void save(RunRow row);

    /** 1 if it was not there. */
    @Query("""
            with added as (
                insert into run (run, profile, direction, status, started_at, ended_at, report)
                values (:run, :profile, :direction, :status, :startedAt, :endedAt, :report)
                on conflict (run) do nothing
                returning 1)
            select count(*) from added""")
    long add(String run, String profile, String direction, String status, Instant startedAt,
            @Nullable Instant endedAt, String report);

    @Query("select * from run where run = :run")
    Optional<RunRow> find(String run);

    @Query("select * from run order by started_at desc, run desc limit :limit")
    List<RunRow> latest(int limit);

    @Query("select * from run where profile = :profile order by started_at desc, run desc limit :limit")
    List<RunRow> latest(String profile, int limit);

    @Query("""
            select * from run where (started_at, run) < (:at, :run)
            order by started_at desc, run desc limit :limit""")
    List<RunRow> before(Instant at, String run, int limit);

    @Query("""
            select * from run where profile = :profile and (started_at, run) < (:at, :run)
            order by started_at desc, run desc limit :limit""")
    List<RunRow> beforeOfProfile(String profile, Instant at, String run, int limit);

    @Query("""
            select * from run where status = :status and (started_at, run) < (:at, :run)
            order by started_at desc, run desc limit :limit""")
    List<RunRow> beforeOfStatus(String status, Instant at, String run, int limit);

    @Query("""
            select * from run where profile = :profile and status = :status and (started_at, run) < (:at, :run)
            order by started_at desc, run desc limit :limit""")
    List<RunRow> beforeOf(String profile, String status, Instant at, String run, int limit);
}
