package dev.tidemark.sqlite.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** The statements on table {@code run_piece}. */
@JdbcRepository(dialect = Dialect.ANSI, dataSource = StateDatabase.NAME)
interface PieceRows extends GenericRepository<PieceRow, String> {

    @Query("""
            insert into run_piece (run, piece, what, attempts, fruitless, server, done, ended, cancelled, report)
            values (:run, :piece, :what, :attempts, :fruitless, :server, :done, :ended, :cancelled, :report)
            on conflict (run, piece) do nothing""")
    void add(List<PieceRow> rows);

    /** 1 if nobody has begun the run since, and it has no pieces. */
    @Query("""
            update run_piece set report = :report, fruitless = 0
            where run = :run and piece = 0 and attempts = :attempts
                and not exists (select 1 from run_piece other where other.run = :run and other.piece > 0)""")
    long cut(String run, int attempts, String report);

    @Query("select * from run_piece where run = :run order by piece")
    List<PieceRow> of(String run);

    @Query("select * from run_piece where run = :run and piece = :piece")
    Optional<PieceRow> find(String run, int piece);

    @Query("""
            select coalesce(max(case when piece = 0 then attempts end), 0) as attempts,
                coalesce(max(cancelled), 0) as cancelled,
                count(case when piece > 0 and not ended then 1 end) as open, coalesce(sum(done), 0) as done
            from run_piece
            where run = :run""")
    RunStanding standing(String run);

    /** 1 if it is there and has not ended. */
    @Query("""
            update run_piece set attempts = attempts + 1, fruitless = fruitless + 1, server = :server
            where run = :run and piece = :piece and not ended""")
    long begin(String run, int piece, String server);

    /** 1 if nobody has begun it since. */
    @Query("""
            update run_piece set fruitless = 0, done = :done, ended = :ended, report = :report
            where run = :run and piece = :piece and attempts = :attempts""")
    long save(String run, int piece, int attempts, int done, boolean ended, String report);

    @Query("""
            insert into run_piece (run, piece, what, attempts, fruitless, server, done, ended, cancelled, report)
            values (:run, 0, '', 0, 0, '', 0, 0, 1, '')
            on conflict (run, piece) do update set cancelled = excluded.cancelled""")
    void cancel(String run);

    @Query("delete from run_piece where run = :run")
    void remove(String run);
}
