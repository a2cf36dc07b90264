package dev.tidemark.domain.position;

import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.SchemaFingerprint;
import java.time.Instant;
import java.util.Optional;

/**
 * What the last complete pass over a table left: where the next one by watermark begins, and whose digests are in the
 * digest store.
 *
 * @param scope whose it is
 * @param pass the pass; its digests, if it kept any, are stored under this name
 * @param sourceIdentity which table was read
 * @param sinkIdentity which table was written
 * @param fingerprint of the source's schema and of the table's part of the profile
 * @param watermark up to where all rows are known to be in the sink or among the rejects, if the pass went by one
 * @param digested whether the digests of all rows that landed are in the digest store
 * @param sinkRows rows of the sink's table, within the slice that the profile owns, when the pass ended
 * @param savedAt when it was saved
 */
public record SyncPoint(Scope scope, String pass, String sourceIdentity, String sinkIdentity,
        SchemaFingerprint fingerprint, Optional<Value> watermark, boolean digested, long sinkRows, Instant savedAt) {
}
