package dev.tidemark.domain.port;

import java.util.List;
import java.util.Optional;

/**
 * The pieces that a run was cut into, so that several servers can work on it, and what became of them. Piece 0 is the run
 * itself, which one server coordinates. Whoever begins a piece takes it from whoever began it before: what that one would
 * save from then on is refused. Thread-safe.
 */
public interface RunPieceStore {

    /** Makes a run known, if it is not. */
    void add(String run);

    /**
     * Keeps what a run was cut into, and what is known of the run itself, all or nothing.
     *
     * @param run piece 0 as whoever cut it began it
     * @return false if another has begun the run since, or it was cut before, or has ended; nothing was kept
     */
    boolean cut(RunPiece run, List<RunPiece> pieces);

    Optional<RunPiece> find(String run, int number);

    /** All pieces of a run, in the order of their numbers. */
    List<RunPiece> of(String run);

    /** How a run stands; asked often, and so without the reports. */
    Standing standing(String run);

    /**
     * Begins a piece, or goes on with it in the place of another.
     *
     * @param server who does
     * @return the piece with one more attempt; empty if it has ended or is not known
     */
    Optional<RunPiece> begin(String run, int number, String server);

    /**
     * Saves how far a piece has come; from here on it is not fruitless.
     *
     * @return false if another has begun it since, and nothing was saved
     */
    boolean save(RunPiece piece);

    /** Asks all who work on a run to end it; nothing but {@link Standing} tells them. */
    void cancel(String run);

    /** Forgets the pieces of a run that has ended. */
    void remove(String run);

    /**
     * A piece as it is kept.
     *
     * @param number 0 is the run itself
     * @param what it is to do, as whoever cut the run wrote it
     * @param attempts how often it was begun; what tells one who does it from the next
     * @param fruitless how often it was begun since it was saved last
     * @param server who began it last; empty if nobody did
     * @param done how many of its parts are done, from the first on
     * @param report of what is done, as whoever does it wrote it; empty if nothing is
     */
    record RunPiece(String run, int number, String what, int attempts, int fruitless, String server, int done,
            boolean ended, String report) {

        /** A piece that nobody has begun. */
        public static RunPiece of(String run, int number, String what) {
            return new RunPiece(run, number, what, 0, 0, "", 0, false, "");
        }

        public RunPiece with(int partsDone, String reportOfThem) {
            return new RunPiece(run, number, what, attempts, fruitless, server, partsDone, ended, reportOfThem);
        }

        public RunPiece asEnded() {
            return new RunPiece(run, number, what, attempts, fruitless, server, done, true, report);
        }
    }

    /**
     * How a run stands.
     *
     * @param attempts how often the run itself was begun; 0 if it is not known, since it has not begun or has ended
     * @param cancelled whether somebody asked for its end
     * @param open pieces that have not ended, without the run itself
     * @param done parts of all pieces that are done
     */
    record Standing(int attempts, boolean cancelled, int open, long done) {
    }
}
