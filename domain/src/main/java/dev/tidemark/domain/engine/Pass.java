package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.SchemaFingerprint;
import java.util.Optional;

/**
 * How one pass over a table goes, decided when it begins.
 *
 * @param read what is read of the source, and in which order
 * @param changes how changed rows are found, as users write it
 * @param filter opened once for each attempt at the pass
 * @param wholeTable whether every row of the source is read, so that what was not read is not there
 * @param fingerprint what a checkpoint of this pass relies on
 * @param recorder keeps the rows' digests, if the table goes by digests
 * @param settled up to which watermark all is in the sink when the pass has come to its end, if the table goes by one
 */
record Pass(ReadPlan read, String changes, FilterOpener filter, boolean wholeTable, SchemaFingerprint fingerprint,
        Optional<DigestRecorder> recorder, Optional<Value> settled) {

    /** Opens what the pass needs to see of the sink. */
    @FunctionalInterface
    interface FilterOpener {
        RowFilter open() throws InterruptedException;
    }
}
