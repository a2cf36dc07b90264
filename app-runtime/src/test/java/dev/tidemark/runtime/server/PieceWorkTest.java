package dev.tidemark.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.domain.port.RunPieceStore.RunPiece;
import dev.tidemark.runtime.Piece;
import dev.tidemark.runtime.PieceText;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.SharedRun;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.Environment;
import dev.tidemark.runtime.server.Runs.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tries at the pieces of a run, and at the run itself, without a scheduler. */
final class PieceWorkTest {
    private static final String RUN = "01A";
    private static final String CONFIGURATION = """
            state: sqlite:state.db
            connections:
              devices: { type: sqlite, path: devices/*.db }
              copy: { type: sqlite, path: copy.db }
            profiles:
              fleet:
                source: devices
                sink: copy
                tables: [ { name: "*", columns: { set: { device: "${file.stem}" } } } ]
            """;

    @TempDir
    private Path folder = Path.of("");

    private Optional<Syncs> open = Optional.empty();

    @BeforeEach
    void prepare() throws Exception {
        Files.createDirectories(folder.resolve("devices"));
        Files.writeString(folder.resolve("tidemark.yml"), CONFIGURATION);
        for (String device : List.of("a", "b", "c")) {
            sqlite("devices/" + device + ".db", "create table reading(id integer primary key, value text)",
                    "insert into reading values (1, '" + device + "')");
        }
        open = Optional.of(Syncs.open(Configuration.load(Optional.empty(), new Environment(Map.of(), folder))));
    }

    @AfterEach
    void close() {
        open.ifPresent(Syncs::close);
    }

    private void sqlite(String file, String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(file));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** What arrived. */
    private String devices() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("copy.db"));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select group_concat(device) from (select device from reading order by device)")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Syncs syncs() {
        return open.orElseThrow();
    }

    private Workplace place() {
        Sharing sharing = Sharing.of("here");
        return new Workplace(syncs(), syncs().server().events(), (_, _, _) -> _ -> {
        }, InstantSource.system(), sharing, new ActiveWork(syncs().server().pieces(), Duration.ofHours(1)), new Bell());
    }

    private RunTicket ticket() {
        SyncRequest request = SyncRequest.push("fleet");
        return new RunTicket(RUN, Kind.SYNC, request, "here", syncs().share(request).fingerprint());
    }

    /** A run that is cut into pieces by another server. */
    private void cut(Piece... into) {
        syncs().server().runs().add(new RunRecord(RUN, "fleet", "push", RunStatus.RUNNING, Instant.EPOCH,
                Optional.empty(), ""));
        syncs().server().pieces().add(RUN);
        List<RunPiece> pieces = new ArrayList<>();
        for (Piece piece : into) {
            pieces.add(RunPiece.of(RUN, pieces.size() + 1, PieceText.write(piece)));
        }
        assertTrue(syncs().server().pieces().cut(syncs().server().pieces().begin(RUN, 0, "there").orElseThrow(),
                pieces));
    }

    private RunPiece piece(int number) {
        return syncs().server().pieces().find(RUN, number).orElseThrow();
    }

    private Next run(int number) throws Exception {
        return new PieceWork(place(), ticket()).run(number);
    }

    @Test
    void filesThatAreThereAreRunThoughOneWasRemoved() throws Exception {
        cut(new Piece.Files(List.of("a.db", "gone.db", "c.db"), true));
        assertEquals(Next.DONE, run(1));
        assertEquals("a,c", devices());
        assertTrue(piece(1).ended());
        assertEquals(3, piece(1).done());
        assertTrue(piece(1).report().contains("the file gone.db is not here"), piece(1).report());
    }

    @Test
    void aPieceIsNotTakenFromOneWhoStillWorksOnIt() throws Exception {
        cut(new Piece.Files(List.of("a.db"), true));
        RunPiece theirs = syncs().server().pieces().begin(RUN, 1, "there").orElseThrow();
        try (Lease _ = syncs().server().locks().acquire(SharedRun.lock("fleet", 1), "there").orElseThrow()) {
            for (int tries = 0; tries < 20; tries++) {
                assertEquals(Next.LATER, run(1));
            }
            assertEquals(theirs, piece(1));
            assertTrue(syncs().server().pieces().save(theirs.with(1, "")), "what they did counts");
        }
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws Exception {
        cut(new Piece.Files(List.of("a.db"), true));
        assertEquals(Next.DONE, run(1));
        String report = piece(1).report();
        // Its server died between the last part and the word that the piece has ended.
        syncs().server().pieces().remove(RUN);
        cutAgain(new Piece.Files(List.of("a.db"), true));
        RunPiece begun = syncs().server().pieces().begin(RUN, 1, "there").orElseThrow();
        assertTrue(syncs().server().pieces().save(begun.with(1, report)));
        assertEquals(Next.DONE, run(1));
        assertTrue(piece(1).ended());
        assertEquals(report, piece(1).report());
    }

    private void cutAgain(Piece piece) {
        syncs().server().pieces().add(RUN);
        assertTrue(syncs().server().pieces().cut(syncs().server().pieces().begin(RUN, 0, "there").orElseThrow(),
                List.of(RunPiece.of(RUN, 1, PieceText.write(piece)))));
    }

    @Test
    void whatBroughtManyServersNowhereIsGivenUpAndWhatGetsOnIsNot() throws Exception {
        cut(new Piece.Files(List.of("a.db"), true), new Piece.Files(List.of("b.db"), true));
        for (int tries = 0; tries < 10; tries++) {
            syncs().server().pieces().begin(RUN, 1, "there");
            // A server that is told to end saves its place.
            syncs().server().pieces().save(syncs().server().pieces().begin(RUN, 2, "there").orElseThrow());
        }
        assertEquals(Next.DONE, run(1));
        assertTrue(piece(1).report().contains("came no further"), piece(1).report());
        assertEquals(Next.DONE, run(2));
        assertEquals("b", devices());
    }

    @Test
    void aCancelledPieceEndsThoughAnotherHoldsTheProfile() throws Exception {
        cut(new Piece.Files(List.of("a.db"), true));
        syncs().server().pieces().cancel(RUN);
        try (Lease _ = syncs().server().locks().acquire("fleet", "a push by hand").orElseThrow()) {
            assertEquals(Next.DONE, run(1));
        }
        assertTrue(piece(1).ended());
        assertTrue(piece(1).report().contains("INTERRUPTED") || piece(1).report().contains("interrupted"),
                piece(1).report());
    }

    @Test
    void whatAnotherConfigurationSaysIsLeftToOthers() throws Exception {
        cut(new Piece.Files(List.of("a.db"), true));
        RunTicket other = new RunTicket(RUN, Kind.SYNC, SyncRequest.push("fleet"), "there", "another profile");
        assertEquals(Next.OTHERS, new PieceWork(place(), other).run(1));
        assertEquals(0, piece(1).attempts());
        Coordinator coordinator = new Coordinator(place(), other, (_, _) -> {
        });
        for (int tries = 0; tries < 20; tries++) {
            assertEquals(Next.OTHERS, coordinator.coordinate());
        }
        try (Lease _ = syncs().server().locks().join("fleet", RUN).orElseThrow()) {
            assertEquals(Next.OTHERS, coordinator.coordinate(), "others are at it");
        }
        assertEquals(Next.DONE, coordinator.coordinate());
        RunRecord ended = syncs().findRun(RUN).orElseThrow();
        assertEquals("failed", ended.status());
        assertTrue(ended.report().contains("not the same on here as on there"), ended.report());
    }

    private Next coordinate() {
        return new Coordinator(place(), ticket(), (_, _) -> {
        }).coordinate();
    }

    @Test
    void aNewRunIsRefusedForAnotherAndNotForWhatIsLeftOfOne() throws Exception {
        syncs().server().runs().add(new RunRecord("01B", "fleet", "push", "succeeded", Instant.EPOCH,
                Optional.of(Instant.EPOCH), "{}"));
        try (Lease _ = syncs().server().locks().acquire("fleet", "01B").orElseThrow()) {
            assertEquals(Next.LATER, coordinate(), "it has ended");
        }
        syncs().server().pieces().remove(RUN);
        try (Lease _ = syncs().server().locks().acquire("fleet", RUN).orElseThrow()) {
            assertEquals(Next.LATER, coordinate(), "it is this run's own");
        }
        syncs().server().pieces().remove(RUN);
        try (Lease _ = syncs().server().locks().acquire("fleet", "a push by hand").orElseThrow()) {
            assertEquals(Next.DONE, coordinate());
        }
        assertEquals("refused", syncs().findRun(RUN).orElseThrow().status());
    }
}
