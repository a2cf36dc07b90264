package dev.tidemark.sqlite.state;

import dev.tidemark.sqlite.SqliteDrivers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The open state file and the repositories on it. Every access is one transaction on the {@link StateThread}, and its failures
 * are told by {@link StateErrors}.
 */
final class StateDatabase implements AutoCloseable {
    /** The data source's name, which the repositories give. */
    static final String NAME = "sqlite-state";

    private final Path file;
    private final StateThread thread;
    private final StateConnection connection;
    private final Runnable leave;
    private final StateContext context;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StateDatabase(Path file, StateThread thread, StateConnection connection, Runnable leave) {
        this.file = file;
        this.thread = thread;
        this.connection = connection;
        this.leave = leave;
        this.context = StateContext.take(connection);
    }

    /** Opens the file, making or migrating it where needed. */
    static StateDatabase open(Path file, Path migrationLock) {
        StateThread thread = new StateThread();
        try {
            return thread.call(() -> connect(file, migrationLock, thread));
        } catch (ExecutionException e) {
            thread.close();
            throw StateErrors.translate("opening the state", file, e);
        }
    }

    <R> R rows(Class<R> repository) {
        return context.rows(repository);
    }

    /** Reads; what one statement sees is consistent. */
    <T> T read(String doing, Callable<T> work) {
        return run(doing, work);
    }

    /** Does all of the work in one transaction, durable when this returns, or nothing of it. */
    void write(String doing, Runnable work) {
        change(doing, () -> {
            work.run();
            return true;
        });
    }

    /** As {@link #write}, for work that has a result. */
    <T> T change(String doing, Supplier<T> work) {
        return run(doing, () -> context.transactions().executeWrite(_ -> work.get()));
    }

    private <T> T run(String doing, Callable<T> work) {
        try {
            return thread.call(work);
        } catch (ExecutionException e) {
            throw StateErrors.translate(doing, file, e);
        }
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        run("closing the state", () -> {
            context.close();
            connection.shut();
            leave.run();
            return true;
        });
        thread.close();
    }

    private static StateDatabase connect(Path file, Path migrationLock, StateThread thread)
            throws SQLException, IOException {
        Runnable leave = SqliteDrivers.enterJdbc(file);
        boolean opened = false;
        try {
            StateConnection connection = new StateConnection(file);
            try {
                Migrations.apply(connection, file, migrationLock);
                StateDatabase database = new StateDatabase(file, thread, connection, leave);
                opened = true;
                return database;
            } finally {
                if (!opened) {
                    connection.shut();
                }
            }
        } finally {
            if (!opened) {
                leave.run();
            }
        }
    }
}
