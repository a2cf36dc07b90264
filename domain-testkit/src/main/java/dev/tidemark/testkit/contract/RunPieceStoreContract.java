package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunPieceStore;
import dev.tidemark.domain.port.RunPieceStore.RunPiece;
import dev.tidemark.domain.port.RunPieceStore.Standing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link RunPieceStore} promises: a piece is whoever's began it last. */
public abstract class RunPieceStoreContract extends ServerStateContract {
    private static final RunPiece RUN = RunPiece.of("01A", 0, "");
    private static final RunPiece ONE = RunPiece.of("01A", 1, "größe \uD83D\uDE00");
    private static final RunPiece TWO = RunPiece.of("01A", 2, "two");

    @Test
    void piecesAreFoundAsTheyWereSavedLast() throws Exception {
        RunPieceStore pieces = server().pieces();
        pieces.add("01A");
        assertEquals(List.of(RUN), pieces.of("01A"));
        RunPiece run = cut(pieces, TWO, ONE);
        assertEquals(List.of(run, ONE, TWO), pieces.of("01A"));
        assertEquals(Optional.of(TWO), pieces.find("01A", 2));
        assertEquals(Optional.empty(), pieces.find("01A", 3));
        assertEquals(List.of(), pieces.of("01B"));
        RunPiece begun = pieces.begin("01A", 1, "host 7").orElseThrow();
        assertEquals(new RunPiece("01A", 1, ONE.what(), 1, 1, "host 7", 0, false, ""), begun);
        assertTrue(pieces.save(begun.with(3, "{\"read\":3}")));
        assertTrue(pieces.save(begun.with(4, "{\"read\":4}").asEnded()));
        assertEquals(new RunPiece("01A", 1, ONE.what(), 1, 0, "host 7", 4, true, "{\"read\":4}"),
                restarted().pieces().of("01A").get(1));
    }

    /** Begins a run and cuts it; the run as it is kept. */
    private static RunPiece cut(RunPieceStore pieces, RunPiece... into) {
        String id = into[0].run();
        pieces.add(id);
        assertTrue(pieces.cut(pieces.begin(id, 0, "the cutter").orElseThrow(), List.of(into)));
        return pieces.find(id, 0).orElseThrow();
    }

    @Test
    void whoeverCutsTheRunFirstHolds() {
        RunPieceStore pieces = server().pieces();
        cut(pieces, ONE);
        pieces.begin("01A", 1, "a");
        RunPiece next = pieces.begin("01A", 0, "b").orElseThrow();
        assertFalse(pieces.cut(next.with(0, "another's"), List.of(RunPiece.of("01A", 1, "cut otherwise"), TWO)));
        assertEquals(List.of("", ONE.what()), pieces.of("01A").stream().map(RunPiece::what).toList());
        assertEquals(1, pieces.find("01A", 1).orElseThrow().attempts());
        assertEquals("", pieces.find("01A", 0).orElseThrow().report());
    }

    @Test
    void whatIsKnownOfARunIsKeptWithItsPieces() {
        RunPieceStore pieces = server().pieces();
        pieces.add("01A");
        pieces.add("01A");
        RunPiece late = pieces.begin("01A", 0, "a").orElseThrow();
        RunPiece run = pieces.begin("01A", 0, "b").orElseThrow();
        assertFalse(pieces.cut(late.with(0, "too late"), List.of(ONE)), "it was replaced");
        assertTrue(pieces.cut(run.with(0, "refused"), List.of(ONE, TWO)));
        assertEquals(new RunPiece("01A", 0, "", 2, 0, "b", 0, false, "refused"),
                pieces.find("01A", 0).orElseThrow());
        pieces.remove("01A");
        assertFalse(pieces.cut(run, List.of(ONE)), "it has ended");
        assertEquals(List.of(), pieces.of("01A"));
    }

    @Test
    void aPieceIsFruitlessFromItsBeginningUntilItIsSaved() {
        RunPieceStore pieces = server().pieces();
        cut(pieces, ONE);
        pieces.begin("01A", 1, "a");
        RunPiece second = pieces.begin("01A", 1, "b").orElseThrow();
        assertEquals(2, second.fruitless());
        assertTrue(pieces.save(second));
        assertEquals(1, pieces.begin("01A", 1, "c").orElseThrow().fruitless());
    }

    @Test
    void whoWasReplacedSavesNothing() {
        RunPieceStore pieces = server().pieces();
        cut(pieces, ONE);
        RunPiece first = pieces.begin("01A", 1, "a").orElseThrow();
        assertTrue(pieces.save(first.with(1, "first")));
        RunPiece second = pieces.begin("01A", 1, "b").orElseThrow();
        assertEquals(new RunPiece("01A", 1, ONE.what(), 2, 1, "b", 1, false, "first"), second);
        assertFalse(pieces.save(first.with(2, "too late").asEnded()));
        assertEquals(Optional.of(second), pieces.find("01A", 1));
    }

    @Test
    void whatHasEndedBeginsNoMore() {
        RunPieceStore pieces = server().pieces();
        cut(pieces, ONE);
        pieces.save(pieces.begin("01A", 1, "a").orElseThrow().asEnded());
        assertEquals(Optional.empty(), pieces.begin("01A", 1, "b"));
        assertEquals(Optional.empty(), pieces.begin("01A", 2, "b"));
        assertEquals(Optional.empty(), pieces.begin("01B", 1, "b"));
    }

    @Test
    void aRunStandsAsItsPiecesDo() {
        RunPieceStore pieces = server().pieces();
        assertEquals(new Standing(0, false, 0, 0), pieces.standing("01A"));
        pieces.add("01A");
        assertEquals(new Standing(0, false, 0, 0), pieces.standing("01A"));
        cut(pieces, ONE, TWO);
        cut(pieces, RunPiece.of("01B", 1, "another run's"));
        assertEquals(new Standing(1, false, 2, 0), pieces.standing("01A"));
        pieces.save(pieces.begin("01A", 1, "a").orElseThrow().with(10, "").asEnded());
        pieces.save(pieces.begin("01A", 2, "b").orElseThrow().with(3, ""));
        assertEquals(new Standing(1, false, 1, 13), pieces.standing("01A"));
        pieces.cancel("01A");
        assertEquals(new Standing(1, true, 1, 13), pieces.standing("01A"));
        pieces.remove("01A");
        assertEquals(new Standing(0, false, 0, 0), pieces.standing("01A"));
        assertEquals(1, pieces.standing("01B").open());
    }

    @Test
    void aRunCanBeCancelledBeforeItsFirstPieceIsKnown() {
        RunPieceStore pieces = server().pieces();
        pieces.cancel("01A");
        pieces.add("01A");
        assertTrue(pieces.begin("01A", 0, "a").isPresent());
        assertEquals(new Standing(1, true, 0, 0), pieces.standing("01A"));
    }
}
