package dev.tidemark.postgres.state;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The statements on table {@code token}. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = StateDatabase.NAME)
interface TokenRows extends GenericRepository<TokenRow, String> {

    @Query("""
            insert into token (id, name, role, hash, created_at, expires_at, revoked_at)
            values (:id, :name, :role, :hash, :createdAt, :expiresAt, :revokedAt)""")
    void add(TokenRow row);

    @Query("select * from token where id = :id")
    Optional<TokenRow> find(String id);

    @Query("select * from token order by created_at, id")
    List<TokenRow> list();

    @Query("""
            with ended as (
                update token set revoked_at = :at where id = :id and revoked_at is null
                returning 1)
            select count(*) from ended""")
    long revoke(String id, Instant at);
}
