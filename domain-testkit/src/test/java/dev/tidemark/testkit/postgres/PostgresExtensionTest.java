package dev.tidemark.testkit.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PostgresExtensionTest {

    @Test
    void theServerIsRealAndTheDatabaseItsOwn(PostgresDatabase database) throws SQLException {
        assertTrue(database.majorVersion() >= 13);
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select current_database()")) {
            rows.next();
            assertEquals(database.database(), rows.getString(1));
        }
    }

    @Test
    void aTestMayHaveMoreDatabases(PostgresDatabase database) {
        PostgresDatabase other = database.createDatabase();
        assertNotEquals(database.database(), other.database());
        other.execute("create table same_name (n int)");
        database.execute("create table same_name (n int)");
    }
}
