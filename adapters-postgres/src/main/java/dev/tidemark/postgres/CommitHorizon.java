package dev.tidemark.postgres;

import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Before which moment no transaction began that can still commit: what {@code now()} gave to rows before it is there to be
 * seen (correctness rule 8). It is to be looked up before the snapshot is taken: a transaction that commits in between has
 * rows that the snapshot lacks, and is no longer shown afterwards.
 *
 * @param micros the moment, as a timestamptz counts
 * @param localMicros as the earliest of the clocks by which this database's timestamps without a zone may go
 * @param lagMicros how long before now the moment lies
 * @param warnings where transactions may have stayed unseen
 */
record CommitHorizon(long micros, long localMicros, long lagMicros, List<String> warnings) {
    /**
     * {@code xact_start} and not {@code backend_xid}: a transaction that has only read so far may write later, and its
     * {@code now()} is that of its begin. Workers that write no rows of users are left out. Rows of other roles come
     * without their times unless the role may see them; a standby shows none of the primary's transactions. The zones are
     * UTC, those that are set for databases and roles, and that of the server's log, which initdb sets with the server's own
     * (our own session's hides that one).
     *
     * @see <a href="https://www.postgresql.org/docs/current/monitoring-stats.html">pg_stat_activity</a>
     */
    private static final String LOOK = """
            with own as (select oid from pg_catalog.pg_database where datname = current_database()),
            others as (
              select a.xact_start, pg_catalog.pg_has_role(a.usesysid, 'usage')
                       or pg_catalog.pg_has_role('pg_read_all_stats', 'usage') as visible
                from pg_catalog.pg_stat_activity a, own
               where a.datid = own.oid and a.pid <> pg_catalog.pg_backend_pid()
                 and coalesce(a.backend_type, '') not in ('autovacuum worker', 'walsender', 'parallel worker')),
            prepared as (
              select min(x.prepared) as oldest, string_agg(x.gid, ', ' order by x.prepared) as names
                from pg_catalog.pg_prepared_xacts x where x.database = current_database()),
            horizon as (
              select least(now(), (select min(xact_start) from others), p.oldest,
                           case when pg_catalog.pg_is_in_recovery()
                                then coalesce(pg_catalog.pg_last_xact_replay_timestamp(), '-infinity') end) as at,
                     p.names from prepared p),
            zones as (
              select 'UTC' as name union select current_setting('log_timezone')
              union select split_part(c.setting, '=', 2)
                      from pg_catalog.pg_db_role_setting s cross join lateral unnest(s.setconfig) c(setting)
                     where c.setting ilike 'timezone=%')
            select h.at, (select min(h.at at time zone z.name) from zones z) as local, h.names,
                   case when isfinite(h.at) then (extract(epoch from now() - h.at) * 1000000)::bigint else 0 end as lag,
                   exists (select from others where not coalesce(visible, false))
                     or current_setting('track_activities') = 'off' as hidden,
                   pg_catalog.pg_is_in_recovery() as standby
              from horizon h
            """;
    private static final String UNSEEN = ": lookback alone covers rows that commit late";
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    CommitHorizon {
        warnings = List.copyOf(warnings);
    }

    /** Looks now, in a transaction of its own. */
    static CommitHorizon look(PostgresSession session) throws SQLException {
        return session.alone(() -> {
            try (Statement statement = session.connection().createStatement();
                    ResultSet row = statement.executeQuery(LOOK)) {
                row.next();
                return of(row);
            }
        });
    }

    private static CommitHorizon of(ResultSet row) throws SQLException {
        List<String> warnings = new ArrayList<>();
        if (row.getBoolean("standby")) {
            warnings.add("the server is a standby and does not show the transactions of its primary" + UNSEEN);
        } else if (row.getBoolean("hidden")) {
            warnings.add("the transactions of other roles are hidden" + UNSEEN
                    + " (grant pg_read_all_stats to the role to see them)");
        }
        Optional<String> prepared = Optional.ofNullable(row.getString("names"));
        prepared.ifPresent(names -> warnings.add("prepared transactions wait for their commit (" + names
                + "); only when they were prepared is known, not when they began" + UNSEEN));
        OffsetDateTime at = row.getObject("at", OffsetDateTime.class);
        if (at.equals(OffsetDateTime.MIN)) {
            return new CommitHorizon(Long.MIN_VALUE, Long.MIN_VALUE, 0, warnings);
        }
        return new CommitHorizon(micros(at.toInstant().getEpochSecond(), at.getNano()),
                micros(row.getObject("local", LocalDateTime.class)), row.getLong("lag"), warnings);
    }

    private static long micros(LocalDateTime time) {
        return micros(time.toEpochSecond(ZoneOffset.UTC), time.getNano());
    }

    private static long micros(long seconds, int nanos) {
        return seconds * 1_000_000 + nanos / 1_000;
    }

    /**
     * What has settled up to the greatest value. A time from now on, or in the future, has not, whatever is in the table:
     * other rows may still get it. Of dates the whole day is open; a column that rounds may round down.
     *
     * @param step the column's precision in microseconds
     */
    WatermarkBounds bounds(Value highest, long step) {
        return switch (highest) {
            case Value.TimestampTz(long greatest) ->
                    times(highest, new Value.TimestampTz(Math.min(greatest, before(micros, step))));
            case Value.Timestamp(long greatest) ->
                    times(highest, new Value.Timestamp(Math.min(beforeTheLag(greatest), before(localMicros, step))));
            case Value.Date(long greatest) -> times(highest, new Value.Date(Math.min(greatest, dayBefore())));
            case Value.Null _ -> new WatermarkBounds(Optional.empty(), Optional.empty(), List.of());
            case Value.Bool _, Value.Int64 _, Value.Float64 _, Value.Time _, Value.Text _, Value.Bytes _, Value.Decimal _, Value.Json _, Value.Uuid _, Value.Native _ ->
                    new WatermarkBounds(Optional.of(highest), Optional.of(highest), List.of());
        };
    }

    private WatermarkBounds times(Value highest, Value settled) {
        return new WatermarkBounds(Optional.of(highest), Optional.of(settled), warnings);
    }

    /** Whatever clock the writers go by: what is older than the newest row by the age of the oldest transaction. */
    private long beforeTheLag(long greatest) {
        return greatest == Long.MAX_VALUE || greatest == Long.MIN_VALUE ? greatest : greatest - lagMicros;
    }

    private static long before(long micros, long step) {
        return micros == Long.MIN_VALUE ? micros : micros - step;
    }

    private long dayBefore() {
        return localMicros == Long.MIN_VALUE ? Long.MIN_VALUE : Math.floorDiv(localMicros, MICROS_PER_DAY) - 1;
    }
}
