package dev.tidemark.postgres;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables of one schema, written. A connection is lent for each question and goes back at once, so that whoever writes
 * next need not open another; each upserter has its own.
 */
final class PostgresSink implements Sink {
    /**
     * What the server says to the second of two who make a schema or a table at once: that it is there, or, where it looked
     * before the first one's commit, that its name is taken in the catalogue.
     */
    private static final Set<String> MADE_BY_ANOTHER = Set.of("42P06", "42P07", "42710", "23505");
    private static final int TRIES = 3;

    private final PostgresConfig config;
    private final PostgresSessions sessions;
    private final PostgresDescriptions descriptions;
    private final Map<TableName, Set<String>> notes = new ConcurrentHashMap<>();
    private boolean closed;

    PostgresSink(PostgresSessions sessions, PostgresDescriptions descriptions) {
        this.config = sessions.config();
        this.sessions = sessions;
        this.descriptions = descriptions;
        sessions.enter();
        try {
            descriptions.forget();
            sessions.lend().close();
        } catch (StoreException e) {
            sessions.leave();
            throw e;
        }
    }

    @Override
    public Optional<TableSchema> describe(TableName table) {
        return described("describing " + table, table).map(PostgresTable::schema);
    }

    @Override
    public List<String> prepare(TablePlan plan) {
        for (int tries = 1;; tries++) {
            try {
                return ask("making " + plan.target().name(),
                        asked -> new PostgresTables(asked, descriptions).prepare(plan));
            } catch (StoreException.Permanent e) {
                if (tries == TRIES || !MADE_BY_ANOTHER.contains(e.code())) {
                    throw e;
                }
                // Somebody else has made it since it was looked for.
                descriptions.forget();
            }
        }
    }

    @Override
    public List<String> ddl(TablePlan plan) {
        return ask("looking at " + plan.target().name(), asked -> new PostgresTables(asked, descriptions).ddl(plan));
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        return ask("checking " + plan.write().table(), asked -> new SinkCheck(asked).check(plan));
    }

    @Override
    public void expectRows() {
        sessions.expect();
    }

    @Override
    public SinkUpserter open(WritePlan plan) {
        PostgresTable table = table(plan.table());
        PostgresSession own = sessions.lend();
        try {
            return new PostgresUpserter(own, plan, table, line -> note(plan.table(), line));
        } catch (SQLException e) {
            own.close();
            throw PostgresErrors.failure(e, "opening " + plan.table() + " for writing");
        } catch (StoreException e) {
            own.close();
            throw e;
        }
    }

    @Override
    public Optional<BulkLoad> load(WritePlan plan) {
        return PostgresLoad.open(sessions, plan, table(plan.table()));
    }

    private void note(TableName table, String line) {
        notes.computeIfAbsent(table, _ -> java.util.Collections.synchronizedSet(new LinkedHashSet<>())).add(line);
    }

    @Override
    public boolean mayChangeRows(TableName table) {
        return described("looking for triggers of " + table, table).map(PostgresTable::mayChangeRows).orElse(false);
    }

    @Override
    public List<String> finish(TablePlan plan, long written) {
        TableName name = plan.write().table();
        List<String> lines = new ArrayList<>(notes.getOrDefault(name, Set.of()));
        lines.addAll(ask("finishing " + name, asked -> new PostgresTables(asked, descriptions).finish(plan, written)));
        return lines;
    }

    private PostgresTable table(TableName table) {
        return described("describing " + table, table)
                .orElseThrow(
                        () -> new StoreException.Permanent("schema " + config.schema() + " of " + config.displayName()
                                + " has no table " + table, "42P01", "look at the names of table and schema", null));
    }

    private Optional<PostgresTable> described(String doing, TableName table) {
        Optional<PostgresTable> known = descriptions.recall(table);
        return known.isPresent() ? known
                : lent(doing, asked -> asked.alone(() -> descriptions.describe(asked, table)));
    }

    private interface Question<T> {
        T ask(PostgresSession session) throws SQLException;
    }

    /** Asks in a transaction; one that fails leaves nothing behind. */
    private <T> T ask(String doing, Question<T> question) {
        return lent(doing, asked -> {
            asked.begin();
            T answer = question.ask(asked);
            asked.commit();
            return answer;
        });
    }

    private synchronized <T> T lent(String doing, Question<T> question) {
        try (PostgresSession asked = sessions.lend()) {
            return question.ask(asked);
        } catch (SQLException e) {
            throw PostgresErrors.failure(e, doing);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            sessions.leave();
        }
    }
}
