package dev.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.postgres.PostgresConfig.Pooler;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresConfigTest {

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://ada:s%40crt@db.example.org:6000/my%20shop?sslmode=require&currentSchema=app",
            "postgres://ada:s%40crt@db.example.org:6000/my%20shop?sslmode=require&schema=app",
            "jdbc:postgresql://db.example.org:6000/my%20shop?user=ada&password=s%40crt&sslmode=require&currentSchema=app"})
    void readsEveryFormOfTheAddress(String url) {
        PostgresConfig config = PostgresConfig.parse(url);
        assertEquals("db.example.org", config.host());
        assertEquals(6000, config.port());
        assertEquals("my shop", config.database());
        assertEquals("ada", config.user());
        assertEquals(Optional.of("s@crt"), config.password());
        assertEquals("require", config.sslmode());
        assertEquals("app", config.schema());
        assertEquals("jdbc:postgresql://db.example.org:6000/my%20shop", config.jdbcUrl());
    }

    @Test
    void fillsInWhatIsLeftOut() {
        PostgresConfig config = PostgresConfig.parse("postgresql://ada@/shop");
        assertEquals("localhost", config.host());
        assertEquals(5432, config.port());
        assertEquals(Optional.empty(), config.password());
        assertEquals("prefer", config.sslmode());
        assertEquals("public", config.schema());
        assertEquals("ada", PostgresConfig.parse("postgresql://ada@db").database(), "as in libpq");
        assertEquals("::1", PostgresConfig.parse("postgresql://ada@[::1]:6000/shop").host());
        assertEquals("jdbc:postgresql://[::1]:6000/shop",
                PostgresConfig.parse("postgresql://ada@[::1]:6000/shop").jdbcUrl());
    }

    @Test
    void aPlusSignInThePasswordIsAPlusSign() {
        assertEquals(Optional.of("a+b"), PostgresConfig.parse("postgresql://ada:a+b@db/shop").password());
    }

    @Test
    void passesPropertiesOfTheDriverOnAndKnowsPrismasWordForAPooler() {
        PostgresConfig config = PostgresConfig
                .parse("postgresql://ada@db:6543/shop?pgbouncer=true&sslrootcert=/ca.pem&connect_timeout=3");
        assertEquals(Pooler.YES, config.pooler());
        assertEquals("/ca.pem", config.properties().get("sslrootcert"));
        assertEquals("3", config.properties().get("connectTimeout"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://ada:s3cret@db/shop", "postgresql://ada:s3cret:x@db:port/shop",
            "postgresql://ada:s3cret@db:99999/shop",
            "postgresql://ada:s3cret@db/shop?sslmode=maybe", "postgresql://ada:s3cret@db/shop?colour=blue",
            "postgresql://ada:s3cret%zz@db/shop", "postgresql://ada:s3cret@one,two/shop", "postgresql://"})
    void tellsWhatIsWrongWithAnAddressAndNeverThePassword(String url) {
        IllegalArgumentException told = assertThrows(IllegalArgumentException.class, () -> PostgresConfig.parse(url));
        assertFalse(String.valueOf(told.getMessage()).contains("s3cret"), told::getMessage);
    }

    @Test
    void printsWithoutThePassword() {
        PostgresConfig config = PostgresConfig.parse("postgresql://ada:s3cret@db:6000/shop");
        assertFalse(config.toString().contains("s3cret"));
        assertEquals("PostgreSQL db:6000/shop", new PostgresStore(config).name());
        assertTrue(config.toString().contains("ada"));
    }
}
