package dev.tidemark.benchmarks.data;

import org.jspecify.annotations.Nullable;

/** Rows in PostgreSQL's own text form: the truth reaches the server without any of Tidemark's code. */
final class CopyText {
    private CopyText() {
    }

    static void append(StringBuilder line, @Nullable Object[] row, DataTable table) {
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                line.append('\t');
            }
            Object value = row[i];
            if (value == null) {
                line.append("\\N");
                continue;
            }
            switch (table.fields().get(i).kind()) {
                case INTEGER, REAL -> line.append(value);
                case BOOLEAN -> line.append((Boolean) value ? 't' : 'f');
                case TIME -> line.append(IsoTime.of((Long) value));
                case TEXT -> escape(line, (String) value);
            }
        }
        line.append('\n');
    }

    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                case '\r' -> line.append("\\r");
                case '\\' -> line.append("\\\\");
                default -> line.append(c);
            }
        }
    }
}
