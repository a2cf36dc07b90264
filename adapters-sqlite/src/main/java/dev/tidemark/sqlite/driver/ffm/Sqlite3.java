package dev.tidemark.sqlite.driver.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The functions of libsqlite3 that do with a connection and with the running of statements. Pointers are plain longs, so that
 * no call makes an object.
 *
 * @see <a href="https://sqlite.org/c3ref/funclist.html">List Of SQLite Functions</a>
 */
final class Sqlite3 {
    static final int OK = 0;
    static final int ERROR = 1;
    static final int BUSY = 5;
    static final int ROW = 100;
    static final int DONE = 101;
    static final int OPEN_READWRITE_CREATE = 0x2 | 0x4;
    static final int OPEN_URI = 0x40;
    /** Its session's lock serves one thread at a time, so SQLite need not do so once more at every call. */
    static final int OPEN_NOMUTEX = 0x8000;
    static final int LIMIT_VARIABLE_NUMBER = 9;

    private static final MethodHandle LIBVERSION_NUMBER = call("libversion_number", JAVA_INT);
    private static final MethodHandle THREADSAFE = call("threadsafe", JAVA_INT);
    private static final MethodHandle OPEN = call("open_v2", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_LONG);
    private static final MethodHandle EXTENDED_CODES = call("extended_result_codes", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle BUSY_TIMEOUT = call("busy_timeout", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle EXEC = call("exec", JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG,
            JAVA_LONG);
    private static final MethodHandle PREPARE = call("prepare_v2", JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS,
            JAVA_LONG);
    private static final MethodHandle FINALIZE = call("finalize", JAVA_INT, JAVA_LONG);
    private static final MethodHandle STEP = call("step", JAVA_INT, JAVA_LONG);
    private static final MethodHandle RESET = call("reset", JAVA_INT, JAVA_LONG);
    private static final MethodHandle CHANGES = call("changes64", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle EXTENDED_ERRCODE = call("extended_errcode", JAVA_INT, JAVA_LONG);
    private static final MethodHandle ERRMSG = call("errmsg", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle ERRSTR = call("errstr", JAVA_LONG, JAVA_INT);
    private static final MethodHandle LIMIT = call("limit", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    /** All memory there is: what SQLite points to is read from here without making a segment for it. */
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Sqlite3() {
    }

    static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        return bound(name, FunctionDescriptor.of(result, arguments));
    }

    static MethodHandle bound(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(NativeLibrary.symbol("sqlite3_" + name), descriptor, options);
    }

    static int libversionNumber() {
        try {
            return (int) LIBVERSION_NUMBER.invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int threadsafe() {
        try {
            return (int) THREADSAFE.invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int open(MemorySegment uri, MemorySegment connection, int flags) {
        try {
            return (int) OPEN.invokeExact(uri, connection, flags, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int close(long connection) {
        try {
            return (int) CLOSE.invokeExact(connection);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int extendedResultCodes(long connection) {
        try {
            return (int) EXTENDED_CODES.invokeExact(connection, 1);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int busyTimeout(long connection, int millis) {
        try {
            return (int) BUSY_TIMEOUT.invokeExact(connection, millis);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int exec(long connection, MemorySegment sql) {
        try {
            return (int) EXEC.invokeExact(connection, sql, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int prepare(long connection, MemorySegment sql, MemorySegment statement) {
        try {
            return (int) PREPARE.invokeExact(connection, sql, -1, statement, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns the code of the statement's last run, which was told then. */
    static int finish(long statement) {
        try {
            return (int) FINALIZE.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int step(long statement) {
        try {
            return (int) STEP.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int reset(long statement) {
        try {
            return (int) RESET.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long changes(long connection) {
        try {
            return (long) CHANGES.invokeExact(connection);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int extendedErrcode(long connection) {
        try {
            return (int) EXTENDED_ERRCODE.invokeExact(connection);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static String errmsg(long connection) {
        try {
            return string((long) ERRMSG.invokeExact(connection));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static String errstr(int code) {
        try {
            return string((long) ERRSTR.invokeExact(code));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int limit(long connection, int id) {
        try {
            return (int) LIMIT.invokeExact(connection, id, -1);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static String string(long address) {
        return address == 0 ? "" : MEMORY.getString(address);
    }

    /** Of a call into C there is nothing to be thrown. */
    static IllegalStateException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("calling libsqlite3", e);
    }
}
