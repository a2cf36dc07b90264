package dev.tidemark.postgres.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The statements on table {@code orphan}. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = StateDatabase.NAME)
interface OrphanRows extends GenericRepository<OrphanRow, Long> {

    @Query("""
            insert into orphan (profile, direction, table_name, key_text)
            values (:profile, :direction, :tableName, :keyText)""")
    void add(List<OrphanRow> rows);

    @Query("""
            select * from orphan
            where profile = :profile and direction = :direction and table_name = :tableName and number > :after
            order by number
            limit :limit""")
    List<OrphanRow> page(String profile, String direction, String tableName, long after, int limit);

    @Query("""
            select count(*) from orphan
            where profile = :profile and direction = :direction and table_name = :tableName""")
    long count(String profile, String direction, String tableName);

    @Query("""
            delete from orphan
            where profile = :profile and direction = :direction and table_name = :tableName""")
    void clear(String profile, String direction, String tableName);
}
