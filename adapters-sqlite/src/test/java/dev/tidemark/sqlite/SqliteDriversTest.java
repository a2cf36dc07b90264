package dev.tidemark.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.sqlite.driver.DriverChoice;
import dev.tidemark.sqlite.driver.ffm.NativeLibrary;
import org.junit.jupiter.api.Test;

final class SqliteDriversTest {

    /** No test is skipped where there is no library: it runs with JDBC, and this one says so. */
    @Test
    void theTestsRunWithTheDriverThatWasAskedForOrTheLibraryIsRefused() {
        NativeLibrary library = NativeLibrary.get();
        try (SqliteFixture file = new SqliteFixture()) {
            if (library.driver().isPresent()) {
                assertEquals("", library.trouble());
                assertEquals(FixtureDriver.wanted(), FixtureDriver.used());
                assertEquals(FixtureDriver.wanted(), SqliteDrivers.choose(file.config()).driver().kind());
                assertEquals(DriverChoice.NATIVE, SqliteDrivers.choose(SqliteConfig.of(file.file())).driver().kind());
            } else {
                assertTrue(!library.trouble().isEmpty());
                SqliteConfig forced = SqliteConfig.of(file.file(), DriverChoice.NATIVE);
                StoreException refused = assertThrows(StoreException.Denied.class,
                        () -> new SqliteStore(forced).openSource());
                assertTrue(String.valueOf(refused.getMessage()).contains(library.trouble()), refused::toString);
                assertEquals(DriverChoice.JDBC, SqliteDrivers.choose(SqliteConfig.of(file.file())).driver().kind());
            }
        }
    }

    @Test
    void aSmallSourceIsNotWorthTheBindingOfALibrary() {
        try (SqliteFixture file = new SqliteFixture()) {
            SqliteConfig any = SqliteConfig.of(file.file());
            assertEquals(DriverChoice.JDBC, SqliteDrivers.chooseForSource(any).driver().kind());
            SqliteConfig forced = SqliteConfig.of(file.file(), DriverChoice.JDBC);
            assertEquals(SqliteDrivers.choose(forced), SqliteDrivers.chooseForSource(forced));
            file.large();
            assertEquals(SqliteDrivers.choose(any), SqliteDrivers.chooseForSource(any));
        }
    }
}
