package dev.tidemark.cli.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Chinook, a digital media store, as a SQLite file; see {@code demo/README.md} among the resources. */
public final class Chinook {
    public static final String TITLE = "Chinook, a digital media store (MIT licence, Luis Rocha)";

    private static final String RESOURCE = "/demo/chinook.db.gz";

    /** New prices and addresses. */
    private static final List<String> CHANGES = List.of("""
            UPDATE "Track" SET "UnitPrice" = 1.29 WHERE "AlbumId" = 1
            """, """
            UPDATE "Customer" SET "City" = 'Zürich', "PostalCode" = '8001' WHERE "CustomerId" IN (2, 36)
            """, """
            UPDATE "Artist" SET "Name" = 'AC/DC ⚡' WHERE "ArtistId" = 1
            """);

    /** A new record, and the first who buys it. */
    private static final List<String> ADDITIONS = List.of("""
            INSERT INTO "Artist" VALUES (276, 'The Tide Marks 🌊')
            """, """
            INSERT INTO "Album" VALUES (348, 'High Water', 276)
            """, """
            INSERT INTO "Track" VALUES (3504, 'Ebb', 348, 1, 1, NULL, 184000, 6021331, 0.99),
                (3505, 'Flow', 348, 1, 1, 'Ægir Ránarson', 215000, 6891002, 0.99)
            """, """
            INSERT INTO "Invoice" VALUES (413, 2, '2026-01-02', NULL, 'Zürich', NULL, 'Switzerland', '8001', 1.98)
            """, """
            INSERT INTO "InvoiceLine" VALUES (2241, 413, 3504, 0.99, 1), (2242, 413, 3505, 0.99, 1)
            """);

    /** Tracks that leave a playlist. */
    private static final String REMOVAL = """
            DELETE FROM "PlaylistTrack" WHERE "PlaylistId" = 1 AND "TrackId" IN (1, 2, 3)
            """;

    private Chinook() {
    }

    /** Writes the database to a file that is not there yet. */
    public static void unpack(Path file) throws IOException {
        try (InputStream packed = Chinook.class.getResourceAsStream(RESOURCE)) {
            if (packed == null) {
                throw new FileNotFoundException("this build lacks its resource " + RESOURCE);
            }
            Files.copy(new GZIPInputStream(packed), file);
        }
    }

    /** Changes, adds and removes rows, and tells how many. */
    public static Business doBusiness(Connection store) throws SQLException {
        store.setAutoCommit(false);
        try (Statement statement = store.createStatement()) {
            long changed = 0;
            for (String change : CHANGES) {
                changed += statement.executeUpdate(change);
            }
            long added = 0;
            for (String addition : ADDITIONS) {
                added += statement.executeUpdate(addition);
            }
            long removed = statement.executeUpdate(REMOVAL);
            store.commit();
            return new Business(changed, added, removed);
        }
    }

    /**
     * What a day of business did.
     *
     * @param changed rows that differ now
     * @param added new rows
     * @param removed rows that are gone
     */
    public record Business(long changed, long added, long removed) {
    }
}
