package dev.tidemark.benchmarks.data;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A table's rows in PostgreSQL's text form, made while they are read. */
public final class CopyTextStream extends InputStream {
    private static final int LINES = 256;

    private final DataTable table;
    private final Variant variant;
    private final long last;
    private long number;
    private byte[] bytes = new byte[0];
    private int at;

    public CopyTextStream(DataTable table, Variant variant) {
        this.table = table;
        this.variant = variant;
        this.last = variant.last(table.rows());
    }

    @Override
    public int read() {
        return fill() ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (!fill()) {
            return -1;
        }
        int taken = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, into, offset, taken);
        at += taken;
        return taken;
    }

    private boolean fill() {
        while (at == bytes.length) {
            if (number == last) {
                return false;
            }
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < LINES && number < last; i++) {
                number++;
                if (variant.has(number)) {
                    CopyText.append(lines, table.row(number, variant), table);
                }
            }
            bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
            at = 0;
        }
        return true;
    }
}
