package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.RunPieceStore;
import java.util.List;
import java.util.Optional;

/** The pieces of runs in the state. */
final class Pieces implements RunPieceStore {
    private final StateDatabase database;
    private final PieceRows rows;

    Pieces(StateDatabase database) {
        this.database = database;
        this.rows = database.rows(PieceRows.class);
    }

    @Override
    public void add(List<RunPiece> pieces) {
        List<PieceRow> added = pieces.stream().map(PieceRow::of).toList();
        database.write("keeping the pieces of a run", () -> rows.add(added));
    }

    @Override
    public List<RunPiece> of(String run) {
        return database.read("reading the pieces of run " + run,
                () -> rows.of(run).stream().map(PieceRow::toDomain).toList());
    }

    @Override
    public Standing standing(String run) {
        return database.read("looking how run " + run + " stands", () -> rows.standing(run).toDomain());
    }

    @Override
    public Optional<RunPiece> begin(String run, int number, String server) {
        return database.change("beginning a piece of run " + run, () -> rows.begin(run, number, server) == 0
                ? Optional.<RunPiece>empty()
                : rows.find(run, number).map(PieceRow::toDomain));
    }

    @Override
    public boolean save(RunPiece piece) {
        PieceRow row = PieceRow.of(piece);
        return database.change("saving a piece of run " + piece.run(), () -> rows.save(row.run(), row.piece(),
                row.attempts(), row.done(), row.ended(), row.report())) == 1;
    }

    @Override
    public void cancel(String run) {
        database.write("cancelling run " + run, () -> rows.cancel(run));
    }

    @Override
    public void remove(String run) {
        database.write("forgetting the pieces of run " + run, () -> rows.remove(run));
    }
}
