package dev.tidemark.postgres;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.postgres.wire.CopyRowWriter;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import org.postgresql.copy.CopyIn;

/** Sends batches by binary COPY; a row that the table would not keep as it is ends the COPY before it lands. */
final class BatchCopier {
    /** Measured: larger writes gain nothing, smaller ones cost system calls. */
    private static final int FLUSH = 64 * 1024;

    private final PostgresSession session;
    private final CopyStaging staging;
    private final CopyRowWriter plain;
    private final CopyRowWriter numbered;

    BatchCopier(PostgresSession session, WriteShape shape) {
        this.session = session;
        this.staging = new CopyStaging(shape);
        this.plain = new CopyRowWriter(shape.wireColumns(), false);
        this.numbered = new CopyRowWriter(shape.wireColumns(), true);
    }

    CopyStaging staging() {
        return staging;
    }

    /**
     * @param ordinal whether each row gets its number as a last field
     * @return the row that cannot be sent, if there is one; the transaction is then to be rolled back
     */
    Optional<Refused> copy(String sql, RowBatch rows, boolean ordinal) throws SQLException {
        CopyRowWriter writer = ordinal ? numbered : plain;
        CopyIn in = session.copy().copyIn(sql);
        try {
            writer.clear();
            writer.header();
            for (int row = 0; row < rows.size(); row++) {
                Reason reason = writer.row(rows, row);
                if (reason != null) {
                    return Optional.of(new Refused(reason, OptionalInt.of(row)));
                }
                if (writer.length() >= FLUSH) {
                    in.writeToCopy(writer.bytes(), 0, writer.length());
                    writer.clear();
                }
            }
            writer.trailer();
            in.writeToCopy(writer.bytes(), 0, writer.length());
            in.endCopy();
            return Optional.empty();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    /** The same look at each row without sending it. */
    Optional<Refused> check(RowBatch rows) {
        for (int row = 0; row < rows.size(); row++) {
            plain.clear();
            Reason reason = plain.row(rows, row);
            if (reason != null) {
                return Optional.of(new Refused(reason, OptionalInt.of(row)));
            }
        }
        return Optional.empty();
    }
}
