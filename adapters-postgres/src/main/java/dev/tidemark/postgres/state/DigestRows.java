package dev.tidemark.postgres.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The statements on table {@code digest_range}. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = StateDatabase.NAME)
interface DigestRows extends GenericRepository<DigestRow, String> {

    @Query("""
            insert into digest_range (profile, direction, table_name, pass, range_end, row_count, first_key, last_key,
                digests)
            values (:profile, :direction, :tableName, :pass, :rangeEnd, :rowCount, :firstKey, :lastKey, :digests)
            on conflict (profile, direction, table_name, pass, range_end) do update set
                row_count = excluded.row_count, first_key = excluded.first_key, last_key = excluded.last_key,
                digests = excluded.digests""")
    void add(List<DigestRow> rows);

    @Query("""
            select * from digest_range
            where profile = :profile and direction = :direction and table_name = :tableName and pass = :pass
                and range_end > :after
            order by range_end
            limit :limit""")
    List<DigestRow> page(String profile, String direction, String tableName, String pass, long after, int limit);

    @Query("""
            update digest_range set pass = :toPass
            where profile = :profile and direction = :direction and table_name = :tableName and pass = :fromPass
                and range_end <= :upTo""")
    void adopt(String profile, String direction, String tableName, String fromPass, long upTo, String toPass);

    @Query("""
            delete from digest_range
            where profile = :profile and direction = :direction and table_name = :tableName and pass = :pass
                and range_end <= :end""")
    void removeUpTo(String profile, String direction, String tableName, String pass, long end);

    @Query("""
            delete from digest_range
            where profile = :profile and direction = :direction and table_name = :tableName and pass = :pass
                and range_end > :end""")
    void removeAfter(String profile, String direction, String tableName, String pass, long end);

    @Query("""
            delete from digest_range
            where profile = :profile and direction = :direction and table_name = :tableName and pass <> :pass""")
    void removeOtherPasses(String profile, String direction, String tableName, String pass);

    @Query("""
            select cast(coalesce(sum(row_count), 0) as bigint) as row_count,
                cast(coalesce(sum(octet_length(digests)), 0) as bigint) as byte_count
            from digest_range
            where profile = :profile and direction = :direction and table_name = :tableName""")
    DigestSize size(String profile, String direction, String tableName);
}
