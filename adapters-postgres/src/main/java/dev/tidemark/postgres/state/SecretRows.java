package dev.tidemark.postgres.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** The statements on table {@code server_secret}. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = StateDatabase.NAME)
interface SecretRows extends GenericRepository<SecretRow, String> {

    @Query("insert into server_secret (name, secret) values (:name, :secret) on conflict (name) do nothing")
    void offer(SecretRow row);

    @Query("select * from server_secret where name = :name")
    Optional<SecretRow> find(String name);
}
