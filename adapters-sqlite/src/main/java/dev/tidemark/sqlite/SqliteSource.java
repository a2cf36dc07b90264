package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a SQLite file and changes nothing in it: see {@link SqliteSession} for how it is opened, and
 * {@link SqliteSnapshot} for what its pagers see of a file that others write meanwhile.
 */
final class SqliteSource implements Source {
    /** As many rows as take some ten milliseconds. */
    private static final long ROWS_A_LOCK = 10_000;

    private static final PageLimit PAGES_TO_CHECK = new PageLimit(5_000, 8 << 20);

    private final SqliteConfig config;
    private final SqliteSnapshot snapshot;
    private final SqliteForms forms = new SqliteForms();

    private SqliteSource(SqliteConfig config, SqliteSnapshot snapshot) {
        this.config = config;
        this.snapshot = snapshot;
    }

    static SqliteSource open(SqliteConfig config) {
        return new SqliteSource(config, SqliteSnapshot.open(config));
    }

    @Override
    public String via() {
        return snapshot.first().via();
    }

    @Override
    public List<TableName> tables() {
        return withFirst("listing the tables", session -> catalog(session).tables());
    }

    @Override
    public TableSchema describe(TableName table) {
        return find(table).schema(Map.of());
    }

    @Override
    public TableSchema survey(TableName table) {
        SqliteTable found = find(table);
        Map<String, ValueType> types = withFirst("surveying table " + table,
                session -> SqliteCensus.take(session, found, Long.MAX_VALUE, rowsAtOnce()).narrowest());
        return found.schema(types);
    }

    /** In a snapshot nobody waits for a statement, however long it runs. */
    private long rowsAtOnce() {
        return snapshot.isHeld() ? Long.MAX_VALUE : ROWS_A_LOCK;
    }

    @Override
    public SourcePager open(ReadPlan plan, Cursor from) {
        SqliteTable table = find(plan.table());
        SqliteRows rows = withFirst("planning to read table " + plan.table(),
                first -> SqliteRows.of(first, catalog(first), table, plan));
        SqliteSession session = snapshot.lend();
        return new SqlitePager(session, snapshot.isHeld(), () -> snapshot.giveBack(session), table, plan, rows, from);
    }

    @Override
    public long count(ReadPlan plan) {
        SqliteTable table = find(plan.table());
        return withFirst("counting the rows of table " + plan.table(),
                session -> SqliteRows.of(session, catalog(session), table, plan).count(session));
    }

    @Override
    public Page fetch(ReadPlan plan, RowBatch keys) throws InterruptedException {
        SqliteTable table = find(plan.table());
        SqliteSession session = snapshot.first();
        session.lock().lockInterruptibly();
        try {
            return new SqliteFetch(session, table, plan, keys, forms).page();
        } catch (SQLException e) {
            throw SqliteErrors.failure("looking up rows of table " + plan.table() + " in " + session.store(), e);
        } finally {
            session.lock().unlock();
        }
    }

    @Override
    public WatermarkBounds bounds(ReadPlan plan, String column) {
        SqliteTable table = find(plan.table());
        return withFirst("looking how far column " + column + " of table " + plan.table() + " has come",
                session -> new SqliteWatermark(session, catalog(session), table, plan, column).bounds());
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        SqliteTable table = find(plan.read().table());
        SqliteSourceCheck check = new SqliteSourceCheck(plan, table);
        try (SourcePager pager = open(plan.read().withLimit(PAGES_TO_CHECK), new Cursor.Start())) {
            for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
                check.take(page.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Transient("checking table " + table.name() + " of SQLite " + config.path()
                    + " was interrupted", "", "", e);
        }
        return withFirst("checking table " + table.name(), session -> check.findings(session, catalog(session)));
    }

    private SqliteTable find(TableName table) {
        return withFirst("describing table " + table, session -> catalog(session).find(table))
                .orElseThrow(
                        () -> new StoreException.Permanent("SQLite " + config.path() + " has no table " + table, "",
                                "Look at the table's name.", null));
    }

    private SqliteCatalog catalog(SqliteSession session) {
        return new SqliteCatalog(session, config.path());
    }

    private <T> T withFirst(String doing, SessionWork<T> work) {
        SqliteSession session = snapshot.first();
        session.lock().lock();
        try {
            return work.with(session);
        } catch (SQLException e) {
            throw SqliteErrors.failure(doing + " of " + session.store(), e);
        } finally {
            session.lock().unlock();
        }
    }

    /** Something done with a session under its lock. */
    @FunctionalInterface
    interface SessionWork<T> {
        T with(SqliteSession session) throws SQLException;
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
