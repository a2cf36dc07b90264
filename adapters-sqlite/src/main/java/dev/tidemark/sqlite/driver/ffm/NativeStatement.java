package dev.tidemark.sqlite.driver.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.driver.StorageClass;
import dev.tidemark.sqlite.driver.StoredRow;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A statement of libsqlite3. Each of its batch runs when it is added. */
final class NativeStatement implements SqliteStatement {
    private final NativeConnection connection;
    private final String sql;
    private long pointer;
    private boolean behindLast;
    private boolean broken;
    private final ParameterMemory memory = new ParameterMemory();
    private long[] changes = new long[16];
    private int added;

    /**
     * @param pointer a statement that is finalized by {@link #close}
     */
    NativeStatement(NativeConnection connection, String sql, long pointer) {
        this.connection = connection;
        this.sql = sql;
        this.pointer = pointer;
    }

    private long live() throws SQLException {
        long statement = pointer;
        if (statement == 0) {
            throw new SQLException("the statement is closed: " + sql);
        }
        return statement;
    }

    private void check(int code) throws SQLException {
        if (code != Sqlite3.OK) {
            throw connection.failure(code);
        }
    }

    @Override
    public void announce(byte[] bytes, int from, int to) {
        memory.announce(bytes, from, to);
    }

    @Override
    public void bindNull(int parameter) throws SQLException {
        check(Cells.Parameters.bindNull(live(), parameter));
    }

    @Override
    public void bindLong(int parameter, long number) throws SQLException {
        check(Cells.Parameters.bindInt64(live(), parameter, number));
    }

    @Override
    public void bindDouble(int parameter, double number) throws SQLException {
        check(Cells.Parameters.bindDouble(live(), parameter, number));
    }

    @Override
    public void bindBytes(int parameter, byte[] bytes, int offset, int length) throws SQLException {
        long address = memory.addressOf(bytes, offset, length);
        check(address != 0
                ? Cells.Parameters.bindBlob(live(), parameter, address, length)
                : Cells.Parameters.bindHeapBlob(live(), parameter,
                        MemorySegment.ofArray(bytes).asSlice(offset, length)));
    }

    @Override
    public void bindUtf8(int parameter, byte[] utf8, int offset, int length) throws SQLException {
        long address = memory.addressOf(utf8, offset, length);
        check(address != 0
                ? Cells.Parameters.bindText(live(), parameter, address, length)
                : Cells.Parameters.bindHeapText(live(), parameter,
                        MemorySegment.ofArray(utf8).asSlice(offset, length)));
    }

    @Override
    public void bindText(int parameter, String text) throws SQLException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bindUtf8(parameter, utf8, 0, utf8.length);
    }

    @Override
    public boolean next() throws SQLException {
        long statement = live();
        if (broken) {
            // Not the end: rows may be missing.
            throw new SQLException("the query failed before: " + sql);
        }
        if (behindLast) {
            return false;
        }
        int code = Sqlite3.step(statement);
        if (code == Sqlite3.ROW) {
            return true;
        }
        if (code != Sqlite3.DONE) {
            broken = true;
            throw failed(statement, code);
        }
        behindLast = true;
        return false;
    }

    /** The message is asked for before the reset, which lets go of locks. */
    private SQLException failed(long statement, int code) {
        SQLException failure = connection.failure(code);
        Sqlite3.reset(statement);
        return failure;
    }

    @Override
    public void reset() throws SQLException {
        // It returns the code of the run that ends, which was told then.
        Sqlite3.reset(live());
        behindLast = false;
        broken = false;
        memory.forgetRow();
    }

    @Override
    public long change() throws SQLException {
        long statement = live();
        int code = Sqlite3.step(statement);
        while (code == Sqlite3.ROW) {
            code = Sqlite3.step(statement);
        }
        memory.forgetRow();
        if (code != Sqlite3.DONE) {
            throw failed(statement, code);
        }
        long changed = connection.changes();
        Sqlite3.reset(statement);
        return changed;
    }

    @Override
    public void clearBatch() {
        added = 0;
        memory.forget();
    }

    @Override
    public void addToBatch() throws SQLException {
        if (added == changes.length) {
            changes = Arrays.copyOf(changes, 2 * added);
        }
        changes[added] = change();
        added++;
    }

    @Override
    public long[] runBatch() {
        long[] ran = Arrays.copyOf(changes, added);
        clearBatch();
        return ran;
    }

    @Override
    public int storageClass(int column) throws SQLException {
        return Cells.type(live(), column);
    }

    @Override
    public long integer(int column) throws SQLException {
        return Cells.int64(live(), column);
    }

    @Override
    public double real(int column) throws SQLException {
        return Cells.real(live(), column);
    }

    @Override
    public byte[] bytes(int column) throws SQLException {
        long statement = live();
        long address = Cells.blob(statement, column);
        return bytes(address, address == 0 ? 0 : Cells.bytes(statement, column));
    }

    private static byte[] bytes(long address, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(Sqlite3.MEMORY, JAVA_BYTE, address, bytes, 0, length);
        return bytes;
    }

    @Override
    public int copy(int column, RowBatch.Builder out) throws SQLException {
        long statement = live();
        long address = Cells.blob(statement, column);
        if (address == 0) {
            return 0;
        }
        int length = Cells.bytes(statement, column);
        byte[] heap = out.reserve(length);
        MemorySegment.copy(Sqlite3.MEMORY, JAVA_BYTE, address, heap, out.heapPosition(), length);
        return length;
    }

    /** One flat method, for calls that are inlined too deeply are not inlined; see the benchmarks. */
    @Override
    public int addWanted(int[] columns, int[] wanted, int from, RowBatch.Builder out) throws SQLException {
        long statement = live();
        for (int cell = from; cell < wanted.length; cell++) {
            if (wanted[cell] == 0) {
                return cell;
            }
            int column = columns[cell];
            int found = Cells.type(statement, column);
            if (found == StorageClass.NULL) {
                out.addNull();
            } else if (found != wanted[cell]) {
                return cell;
            } else if (found == StorageClass.INTEGER) {
                out.addSlot(Cells.int64(statement, column));
            } else if (found == StorageClass.REAL) {
                out.addSlot(Double.doubleToRawLongBits(Cells.real(statement, column)));
            } else {
                long address = Cells.blob(statement, column);
                int length = address == 0 ? 0 : Cells.bytes(statement, column);
                byte[] heap = out.reserve(length);
                int at = out.heapPosition();
                MemorySegment.copy(Sqlite3.MEMORY, JAVA_BYTE, address, heap, at, length);
                if (length > 0 && heap[at] < StoredRow.LEAST_FIRST_BYTE) {
                    return cell;
                }
                out.addReserved(length);
            }
        }
        return wanted.length;
    }

    @Override
    public @Nullable String text(int column) throws SQLException {
        long statement = live();
        long address = Cells.text(statement, column);
        return address == 0 ? null
                : new String(bytes(address, Cells.bytes(statement, column)), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        long statement = pointer;
        if (statement != 0) {
            pointer = 0;
            Sqlite3.finish(statement);
            connection.closed(this);
            memory.close();
        }
    }
}
