package dev.tidemark.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostgresUriTest {

    @ParameterizedTest
    @CsvSource({
            "jdbc:postgresql://h/d?user=u, jdbc:postgresql://h/d?user=u",
            "postgresql://h/d, jdbc:postgresql://h/d",
            "postgres://u@h:5433/d, jdbc:postgresql://h:5433/d?user=u",
            "postgresql://u:p@h/d?sslmode=require, jdbc:postgresql://h/d?sslmode=require&user=u&password=p",
            "postgresql://u:p%40+%26@h/d, jdbc:postgresql://h/d?user=u&password=p%40%2B%26",
            "postgresql://u:p@h?sslmode=require, jdbc:postgresql://h/?sslmode=require&user=u&password=p",
    })
    void addressesAreRewrittenForTheDriver(String uri, String jdbc) {
        assertEquals(jdbc, PostgresUri.jdbc(uri));
    }

    @Test
    void whatIsShownHoldsNoSecret() {
        assertEquals("postgresql://h/d", PostgresUri.shown("postgresql://u:secret@h/d?sslpassword=secret"));
        assertEquals("jdbc:postgresql://h/d", PostgresUri.shown("jdbc:postgresql://h/d?user=u&password=secret"));
        assertFalse(new DemoCopy.Postgres("postgresql://u:secret@h/d", "s").toString().contains("secret"));
    }
}
