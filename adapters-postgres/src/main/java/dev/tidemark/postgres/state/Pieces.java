package dev.tidemark.postgres.state;

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
    public void add(String run) {
        PieceRow added = PieceRow.of(RunPiece.of(run, 0, ""));
        database.write("keeping run " + run, () -> rows.add(List.of(added)));
    }

    @Override
    public boolean cut(RunPiece run, List<RunPiece> pieces) {
        PieceRow itself = PieceRow.of(run);
        List<PieceRow> added = pieces.stream().map(PieceRow::of).toList();
        return database.change("keeping the pieces of run " + run.run(), () -> {
            boolean first = rows.cut(itself.run(), itself.attempts(), itself.report()) == 1;
            if (first) {
                rows.add(added);
            }
            return first;
        });
    }

    @Override
    public Optional<RunPiece> find(String run, int number) {
        return database.read("looking for a piece of run " + run,
                () -> rows.find(run, number).map(PieceRow::toDomain));
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
