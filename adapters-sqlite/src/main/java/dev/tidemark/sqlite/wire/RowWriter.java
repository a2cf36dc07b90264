package dev.tidemark.sqlite.wire;

import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.domain.schema.ValueType.Layout;
import dev.tidemark.sqlite.driver.SqliteStatement;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns cells into what is bound to a statement, such that SQLite stores exactly that: a value which the column's
 * affinity would change into another one is refused before it is sent. Not thread-safe.
 *
 * <p>Texts are bound as their bytes, which keeps every one, NULs too, and saves the String: as texts where the driver can,
 * otherwise as blobs under {@code CAST(? AS TEXT)}.
 */
public final class RowWriter {
    private static final String AS_IT_IS = "?";
    private static final String TEXT_OF_BYTES = "CAST(? AS TEXT)";

    private final RowType rows;
    private final List<SinkColumn> columns;
    private final Kind[] kinds;
    private final Form[] forms;
    private final TextEncoding encoding;
    private final boolean bindsUtf8;
    private final byte[] scratch = new byte[IsoText.MAX_LENGTH];
    private @Nullable Reason refusal;

    /** What is done with a cell; whatever may have to be refused or changed is {@link #CONVERTED}. */
    private enum Form {
        SLOT, DOUBLE, TEXT_OF_TIME, TEXT_OF_HEAP, BYTES_OF_HEAP, CONVERTED
    }

    /**
     * @param bindsUtf8 whether texts are bound as texts in UTF-8, which the encoding then is
     */
    public RowWriter(RowType rows, List<SinkColumn> columns, TextEncoding encoding, boolean bindsUtf8) {
        this.rows = rows;
        this.columns = List.copyOf(columns);
        this.encoding = encoding;
        this.bindsUtf8 = bindsUtf8;
        this.kinds = new Kind[rows.width()];
        this.forms = new Form[rows.width()];
        for (int column = 0; column < forms.length; column++) {
            kinds[column] = rows.kind(column);
            forms[column] = form(kinds[column], columns.get(column), encoding);
        }
    }

    private static Form form(Kind kind, SinkColumn target, TextEncoding encoding) {
        Form text = encoding == TextEncoding.UTF_8 && !target.affinity().isNumeric() ? Form.TEXT_OF_HEAP
                : Form.CONVERTED;
        return switch (kind) {
            case BOOLEAN -> Form.SLOT;
            case INT64 -> target.affinity() == Affinity.REAL ? Form.CONVERTED : Form.SLOT;
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> encoding == TextEncoding.UTF_8
                    && target.times() == TimeEncoding.NATURAL ? Form.TEXT_OF_TIME : Form.CONVERTED;
            case TEXT, JSON, NATIVE, DECIMAL -> text;
            case BYTES -> Form.BYTES_OF_HEAP;
            case UUID -> target.blobs() ? Form.BYTES_OF_HEAP : Form.CONVERTED;
            case FLOAT64 -> target.affinity() == Affinity.TEXT ? Form.CONVERTED : Form.DOUBLE;
        };
    }

    /** What stands for the column's value in a statement. */
    public String placeholder(int column) {
        return isBoundAsText(column) && !bindsUtf8 ? TEXT_OF_BYTES : AS_IT_IS;
    }

    private boolean isBoundAsText(int column) {
        SinkColumn target = columns.get(column);
        return switch (kinds[column]) {
            case BOOLEAN, INT64, BYTES -> false;
            case FLOAT64 -> target.affinity() == Affinity.TEXT;
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> target.times() == TimeEncoding.NATURAL;
            case DECIMAL -> !target.affinity().isNumeric();
            case UUID -> !target.blobs();
            case TEXT, JSON, NATIVE -> !target.affinity().isNumeric();
        };
    }

    /** Why the last cell was refused. */
    public Reason refusal() {
        if (refusal == null) {
            throw new IllegalStateException("nothing was refused");
        }
        return refusal;
    }

    /**
     * Binds the cell to a parameter.
     *
     * @return false if the column would store another value; {@link #refusal} then tells
     */
    public boolean bind(RowBatch batch, int row, int column, SqliteStatement target, int parameter)
            throws SQLException {
        if (batch.isNull(row, column)) {
            target.bindNull(parameter);
            return true;
        }
        return switch (forms[column]) {
            case SLOT -> {
                target.bindLong(parameter, batch.slot(row, column));
                yield true;
            }
            case DOUBLE -> {
                double number = batch.float64(row, column);
                // NaN would become NULL, and zero may have a sign.
                if (Double.isNaN(number) || number == 0) {
                    yield bindConverted(batch, row, column, target, parameter);
                }
                target.bindDouble(parameter, number);
                yield true;
            }
            case TEXT_OF_TIME -> {
                int length = Times.write(kinds[column], batch.slot(row, column), scratch);
                bindText(target, parameter, scratch, 0, length);
                yield true;
            }
            case TEXT_OF_HEAP -> {
                bindText(target, parameter, batch.heap(), batch.heapOffset(row, column),
                        batch.heapLength(row, column));
                yield true;
            }
            case BYTES_OF_HEAP -> {
                target.bindBytes(parameter, batch.heap(), batch.heapOffset(row, column),
                        batch.heapLength(row, column));
                yield true;
            }
            case CONVERTED -> bindConverted(batch, row, column, target, parameter);
        };
    }

    private void bindText(SqliteStatement target, int parameter, byte[] encoded, int offset, int length)
            throws SQLException {
        if (bindsUtf8) {
            target.bindUtf8(parameter, encoded, offset, length);
        } else {
            target.bindBytes(parameter, encoded, offset, length);
        }
    }

    private boolean bindConverted(RowBatch batch, int row, int column, SqliteStatement target, int parameter)
            throws SQLException {
        switch (value(batch, row, column)) {
            case Long number -> target.bindLong(parameter, number);
            case Double number -> target.bindDouble(parameter, number);
            case byte[] bytes when isBoundAsText(column) -> bindText(target, parameter, bytes, 0, bytes.length);
            case byte[] bytes -> target.bindBytes(parameter, bytes, 0, bytes.length);
            case String text -> target.bindText(parameter, text);
            case null, default -> {
                refusal = wouldChange(batch, row, column);
                return false;
            }
        }
        return true;
    }

    /** The cell as the column would store it: a number, a text or bytes; empty if it would store another value. */
    public Optional<Value> stored(RowBatch batch, int row, int column) {
        return switch (value(batch, row, column)) {
            case Long number -> Optional.of(new Value.Int64(number));
            case Double number -> Optional.of(new Value.Float64(number));
            case byte[] bytes when isBoundAsText(column) -> Optional.ofNullable(encoding.toUtf8(bytes))
                    .map(utf8 -> new Value.Text(new String(utf8, StandardCharsets.UTF_8)));
            case byte[] bytes -> Optional.of(new Value.Bytes(bytes));
            case String text -> Optional.of(new Value.Text(text));
            case null, default -> Optional.empty();
        };
    }

    private Reason wouldChange(RowBatch batch, int row, int column) {
        SinkColumn target = columns.get(column);
        String text = batch.value(row, column).text();
        String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return Reason.of(Reason.Kind.WOULD_CHANGE, "column " + target.name() + " would change the "
                + rows.types().get(column) + " " + shown + ": SQLite keeps no such value in a column of "
                + target.affinity() + " affinity");
    }

    /** A Long, a Double, a String or bytes; null if the column would store another value. */
    private @Nullable Object value(RowBatch batch, int row, int column) {
        SinkColumn target = columns.get(column);
        Kind kind = kinds[column];
        return switch (kind) {
            case BOOLEAN -> batch.slot(row, column);
            case INT64 -> int64(batch.slot(row, column), target.affinity());
            case FLOAT64 -> float64(batch.float64(row, column), target.affinity());
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> time(kind, batch.slot(row, column), target.times());
            case BYTES -> heap(batch, row, column);
            case UUID -> target.blobs()
                    ? heap(batch, row, column)
                    : ascii(Uuids.text(batch.heap(), batch.heapOffset(row, column)));
            case DECIMAL -> target.affinity().isNumeric()
                    ? decimal(heap(batch, row, column), target.affinity())
                    : ascii(heap(batch, row, column));
            case TEXT, JSON, NATIVE -> text(batch, row, column, target.affinity());
        };
    }

    /** A column of REAL affinity turns integers into doubles. */
    private static @Nullable Object int64(long number, Affinity affinity) {
        return affinity != Affinity.REAL || Numbers.float64(number).isPresent() ? number : null;
    }

    /** NaN would become NULL, and negative zero loses its sign wherever whole doubles are kept as integers. */
    private @Nullable Object float64(double number, Affinity affinity) {
        if (Double.isNaN(number) || Numbers.isNegativeZero(number) && affinity.isNumeric()) {
            return null;
        }
        return affinity == Affinity.TEXT ? ascii(Numbers.bytes(Numbers.text(number))) : (Object) number;
    }

    private @Nullable Object time(Kind kind, long slot, TimeEncoding encoded) {
        if (encoded == TimeEncoding.NATURAL) {
            return ascii(Arrays.copyOf(scratch, Times.write(kind, slot, scratch)));
        }
        return Times.number(kind, encoded, slot).orElse(null);
    }

    /** A number that a column of numeric affinity keeps by value: as an integer, or as a double with these digits. */
    private static @Nullable Object decimal(byte[] digits, Affinity affinity) {
        Optional<BigDecimal> number = Numbers.number(digits);
        if (number.isEmpty()) {
            // NaN and the infinities stay text, for they are no numbers to SQLite.
            return new String(digits, StandardCharsets.ISO_8859_1);
        }
        OptionalLong whole = Numbers.int64(digits);
        if (whole.isPresent()) {
            return int64(whole.getAsLong(), affinity);
        }
        double real = number.get().doubleValue();
        boolean kept = Numbers.decimal(real).flatMap(Numbers::number).filter(n -> n.compareTo(number.get()) == 0)
                .isPresent();
        return kept ? real : null;
    }

    /**
     * A text that looks like a number becomes one where the affinity is numeric; it may if it reads back the same. The number
     * is bound, for before 3.43 SQLite takes one text of 10,000 for the double beside the nearest one.
     */
    private @Nullable Object text(RowBatch batch, int row, int column, Affinity affinity) {
        if (!affinity.isNumeric()) {
            return encoding.fromUtf8(batch.heap(), batch.heapOffset(row, column), batch.heapLength(row, column));
        }
        byte[] utf8 = heap(batch, row, column);
        if (!Numbers.looksNumeric(utf8)) {
            return new String(utf8, StandardCharsets.UTF_8);
        }
        OptionalLong whole = affinity == Affinity.REAL ? OptionalLong.empty() : Numbers.int64(utf8);
        if (whole.isPresent()) {
            return isWrittenAs(Long.toString(whole.getAsLong()), utf8) ? whole.getAsLong() : null;
        }
        Optional<Double> real = Numbers.number(utf8).map(BigDecimal::doubleValue);
        return real.filter(number -> isWrittenAs(Numbers.text(number), utf8)).orElse(null);
    }

    private static boolean isWrittenAs(String number, byte[] text) {
        return Arrays.equals(Numbers.bytes(number), text);
    }

    private byte[] ascii(byte[] utf8) {
        return encoding == TextEncoding.UTF_8 ? utf8 : encoding.fromUtf8(utf8, 0, utf8.length);
    }

    private static byte[] heap(RowBatch batch, int row, int column) {
        if (batch.type().kind(column).layout() == Layout.SLOT) {
            throw new IllegalArgumentException("column " + column + " has no bytes");
        }
        int offset = batch.heapOffset(row, column);
        return Arrays.copyOfRange(batch.heap(), offset, offset + batch.heapLength(row, column));
    }
}
