package dev.tidemark.postgres.state;

import static dev.tidemark.domain.row.StorableText.decode;
import static dev.tidemark.domain.row.StorableText.encode;

import dev.tidemark.domain.port.RunPieceStore.RunPiece;
import io.micronaut.data.annotation.MappedEntity;

/** A piece of a run as its table has it. */
@MappedEntity("run_piece")
record PieceRow(String run, int piece, String what, int attempts, int fruitless, String server, int done, boolean ended,
        boolean cancelled, String report) {

    static PieceRow of(RunPiece piece) {
        return new PieceRow(piece.run(), piece.number(), encode(piece.what()), piece.attempts(), piece.fruitless(),
                encode(piece.server()),
                piece.done(), piece.ended(), false, encode(piece.report()));
    }

    RunPiece toDomain() {
        return new RunPiece(run, piece, decode(what), attempts, fruitless, decode(server), done, ended, decode(report));
    }
}
