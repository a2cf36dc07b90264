package dev.tidemark.postgres.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The statements on table {@code reject}. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = StateDatabase.NAME)
interface RejectRows extends GenericRepository<RejectRow, Long> {

    @Query("""
            insert into reject (profile, direction, table_name, pass, rejected_at, kind, code, message, row_key, row_text)
            values (:profile, :direction, :tableName, :pass, :rejectedAt, :kind, :code, :message, :rowKey, :rowText)""")
    void add(List<RejectRow> rows);

    @Query("""
            select * from reject
            where profile = :profile and direction = :direction and table_name = :tableName and number > :after
            order by number
            limit :limit""")
    List<RejectRow> page(String profile, String direction, String tableName, long after, int limit);

    @Query("""
            select profile, direction, table_name, count(*) as rejects from reject
            where profile = :profile
            group by profile, direction, table_name
            order by direction, table_name""")
    List<RejectCount> count(String profile);

    @Query("delete from reject where number in (:numbers)")
    void remove(List<Long> numbers);

    @Query("""
            delete from reject
            where profile = :profile and direction = :direction and table_name = :tableName and pass <> :pass""")
    void removeOtherPasses(String profile, String direction, String tableName, String pass);
}
