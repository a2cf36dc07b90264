package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.RunPieceStore.RunPiece;
import io.micronaut.data.annotation.MappedEntity;

/** A piece of a run as its table has it. */
@MappedEntity("run_piece")
record PieceRow(String run, int piece, String what, int attempts, int fruitless, String server, int done, boolean ended,
        boolean cancelled, String report) {

    static PieceRow of(RunPiece piece) {
        return new PieceRow(piece.run(), piece.number(), piece.what(), piece.attempts(), piece.fruitless(),
                piece.server(),
                piece.done(), piece.ended(), false, piece.report());
    }

    RunPiece toDomain() {
        return new RunPiece(run, piece, what, attempts, fruitless, server, done, ended, report);
    }
}
