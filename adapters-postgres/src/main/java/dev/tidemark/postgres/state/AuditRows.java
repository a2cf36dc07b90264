package dev.tidemark.postgres.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The statements on table {@code audit}. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = StateDatabase.NAME)
interface AuditRows extends GenericRepository<AuditRow, Long> {

    @Query("""
            insert into audit (at, actor, action, subject, detail)
            values (:at, :actor, :action, :subject, :detail)""")
    void add(AuditRow row);

    @Query("select * from audit where number < :before order by number desc limit :limit")
    List<AuditRow> before(long before, int limit);
}
