package dev.tidemark.domain.position;

import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.SchemaFingerprint;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a pass over one table has come: every row up to the cursor is in the sink or in the reject store.
 *
 * @param scope whose position this is
 * @param pass the pass that it belongs to; a pass that is resumed keeps its name over several runs
 * @param sourceIdentity which table was read, see {@link dev.tidemark.domain.schema.TableSchema#identity}
 * @param sinkIdentity which table was written
 * @param fingerprint of the source's schema and of the table's part of the profile
 * @param cursor the end of the last page that was wholly applied
 * @param rows how many rows lie before the cursor, for the progress
 * @param watermark the bounds of the pass, if it goes by a watermark
 * @param settled up to which watermark all is in the sink when the pass has come to its end, if it goes by one
 * @param savedAt when it was saved
 */
public record Checkpoint(Scope scope, String pass, String sourceIdentity, String sinkIdentity,
        SchemaFingerprint fingerprint, Cursor cursor, long rows, Optional<Watermark> watermark, Optional<Value> settled,
        Instant savedAt) {
    /** Of a pass that reads all rows. */
    public Checkpoint(Scope scope, String pass, String sourceIdentity, String sinkIdentity,
            SchemaFingerprint fingerprint, Cursor cursor, long rows, Instant savedAt) {
        this(scope, pass, sourceIdentity, sinkIdentity, fingerprint, cursor, rows, Optional.empty(), Optional.empty(),
                savedAt);
    }

    /**
     * Whose state something is: checkpoints and rejects of one direction of a profile never serve the other.
     *
     * @param profile the profile's name
     * @param direction {@code push} or {@code pull}
     * @param table the sink's table
     */
    public record Scope(String profile, String direction, String table) {
    }
}
