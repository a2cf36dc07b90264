package dev.tidemark.postgres.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** The statements on table {@code run_lock}; all times are the server's. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = StateDatabase.NAME)
interface LockRows extends GenericRepository<RunRow, String> {

    /** Takes the lock if it is free, has run out or is ours already; 1 if it did. */
    @Query("""
            with taken as (
                insert into run_lock as held (profile, token, holder, beats, expires_at)
                values (:profile, :token, :holder, 0, clock_timestamp() + :millis * interval '1 millisecond')
                on conflict (profile) do update set token = excluded.token, holder = excluded.holder,
                    beats = held.beats + 1, expires_at = excluded.expires_at
                where held.expires_at <= clock_timestamp() or held.token = excluded.token
                returning 1)
            select count(*) from taken""")
    long take(String profile, String token, String holder, long millis);

    /** Lets the lease last anew; 1 if it is still there. */
    @Query("""
            with beaten as (
                update run_lock set beats = beats + 1, expires_at = clock_timestamp() + :millis * interval '1 millisecond'
                where profile = :profile and token = :token
                returning 1)
            select count(*) from beaten""")
    long beat(String profile, String token, long millis);

    @Query("""
            select token, holder, beats,
                ceil(extract(epoch from expires_at - clock_timestamp()) * 1000)::bigint as remaining_millis
            from run_lock
            where profile = :profile""")
    Optional<LockRow> find(String profile);

    @Query("delete from run_lock where profile = :profile and token = :token")
    void remove(String profile, String token);
}
