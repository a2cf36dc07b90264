package dev.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the store says when it cannot be opened, and what its errors mean. */
@ExtendWith(PostgresExtension.class)
final class PostgresStoreTest {

    @Test
    void aServerThatDoesNotAnswerIsUnreachable() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        PostgresConfig config = PostgresConfig.of("127.0.0.1", closed, "shop", "ada", Optional.of("s3cret"));
        StoreException told = assertThrows(StoreException.Unreachable.class,
                () -> new PostgresStore(config).openSource());
        assertFalse(String.valueOf(told.getMessage()).contains("s3cret"));
        assertTrue(String.valueOf(told.getMessage()).contains("127.0.0.1:" + closed));
    }

    @Test
    void aDatabaseThatIsNotThereIsDenied(PostgresDatabase database) {
        PostgresConfig config = PostgresConfig.of(database.host(), database.port(), "no_such_database", database.user(),
                Optional.of(database.password())).withSslmode("disable");
        assertEquals("3D000",
                assertThrows(StoreException.Denied.class, () -> new PostgresStore(config).openSink()).code());
    }

    @ParameterizedTest
    @CsvSource({"40001, Transient", "40P01, Transient", "55P03, Transient", "53300, Transient", "57P01, Unreachable",
            "08006, Unreachable", "57014, TooLarge", "42501, Denied", "28P01, Denied", "25006, Denied",
            "53100, Permanent",
            "42P01, Permanent", "42601, Permanent", "22012, Permanent"})
    void anSqlstateSaysWhetherToTryAgain(String state, String type) {
        StoreException failure = PostgresErrors.failure(new SQLException("told", state), "reading orders");
        assertEquals(type, failure.getClass().getSimpleName());
        assertEquals(state, failure.code());
        assertEquals("reading orders: told (SQLSTATE " + state + ")", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"23505, UNIQUE", "23P01, UNIQUE", "23503, FOREIGN_KEY", "23502, CONSTRAINT", "23514, CONSTRAINT",
            "22P02, NOT_EXACT", "22001, WOULD_CHANGE", "P0001, REFUSED", "54000, REFUSED"})
    void anSqlstateSaysWhyARowWasRefused(String state, String kind) {
        assertEquals(kind, PostgresErrors.refusal(new SQLException("told", state)).orElseThrow().kind().name());
    }

    @Test
    void anErrorThatIsNoRowsFaultRefusesNone() {
        assertEquals(Optional.empty(), PostgresErrors.refusal(new SQLException("told", "40P01")));
        assertInstanceOf(StoreException.Unreachable.class,
                PostgresErrors.failure(new SQLException("lost", null, new IOException("reset")), "writing"));
    }
}
