package dev.tidemark.testkit.memory;

import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Tables in memory. A source sees them as they were when it was opened; a sink holds NOT NULL, unique, foreign and
 * {@code > 0} constraints at the end of each batch. Thread-safe: every change replaces the whole, immutable content.
 */
public final class MemoryStore implements Store {
    /** What {@link TableSchema#dialect} says of tables in memory. */
    public static final String DIALECT = "memory";

    private final String name;
    private final AtomicLong numbers = new AtomicLong();
    private Map<TableName, MemoryTable> tables = Map.of();
    private final Map<TableName, UnaryOperator<Row>> triggers = new ConcurrentHashMap<>();

    private final boolean loads;

    public MemoryStore(String name) {
        this(name, false);
    }

    private MemoryStore(String name, boolean loads) {
        this.name = name;
        this.loads = loads;
    }

    /** A store whose sink takes new rows as a stream. */
    public static MemoryStore thatLoads(String name) {
        return new MemoryStore(name, true);
    }

    boolean loads() {
        return loads;
    }

    @Override
    public String name() {
        return "Memory " + name;
    }

    @Override
    public Source openSource() {
        return new MemorySource(tables());
    }

    @Override
    public Sink openSink() {
        return new MemorySink(this);
    }

    @Override
    public SizeProbe sizes() {
        return new SizeProbe() {
            @Override
            public Map<TableName, Long> rows(List<TableName> tables) {
                Map<TableName, MemoryTable> now = tables();
                return tables.stream().collect(Collectors.toMap(table -> table,
                        table -> Optional.ofNullable(now.get(table)).map(found -> (long) found.rows().size())
                                .orElse(0L)));
            }

            @Override
            public OptionalLong bytes(List<TableName> tables) {
                Map<TableName, MemoryTable> now = tables();
                return OptionalLong.of(tables.stream().map(now::get).filter(Objects::nonNull)
                        .mapToLong(MemoryTable::bytes).sum());
            }
        };
    }

    /**
     * Makes a table, with an identity that no other table has.
     *
     * @param positive columns whose values must be above 0
     */
    public void create(TableSchema schema, List<String> positive) {
        String identity = DIALECT + ":" + name + ":" + numbers.incrementAndGet();
        TableSchema made = new TableSchema(schema.name(), DIALECT, identity, schema.relation(), schema.columns(),
                schema.key(), schema.keyEquality(), schema.uniqueKeys(), schema.foreignKeys());
        change(now -> {
            if (now.containsKey(schema.name())) {
                throw permanent("the table " + schema.name() + " exists");
            }
            return with(now, MemoryTable.empty(made, positive));
        });
    }

    public void drop(TableName table) {
        change(now -> {
            Map<TableName, MemoryTable> fewer = new TreeMap<>(now);
            fewer.remove(table);
            return fewer;
        });
    }

    /** Inserts rows of some or all columns; what breaks a constraint is an error of the test. */
    public void insert(TableName table, List<Row> rows) {
        change(now -> {
            MemoryTable found = require(now, table);
            NavigableMap<Long, List<Value>> more = new TreeMap<>(found.rows());
            rows.forEach(row -> more.put(nextNumber(), found.complete(row)));
            MemoryTable filled = found.withRows(more);
            Map<TableName, MemoryTable> next = with(now, filled);
            Violation.find(next, filled).ifPresent(violation -> {
                throw new IllegalArgumentException(violation.toString());
            });
            return next;
        });
    }

    /** Deletes the rows that hold these values under these names. */
    public void delete(TableName table, Row like) {
        change(now -> {
            MemoryTable found = require(now, table);
            MemoryTable fewer = found;
            for (Map.Entry<Long, List<Value>> row : found.rows().entrySet()) {
                if (found.select(row.getValue(), like.type().names()).equals(like.values())) {
                    fewer = fewer.without(row.getKey());
                }
            }
            return with(now, fewer);
        });
    }

    /** Changes every row that is written to the table from now on, as a trigger does. */
    public void onWrite(TableName table, UnaryOperator<Row> trigger) {
        triggers.put(table, trigger);
    }

    boolean hasTrigger(TableName table) {
        return triggers.containsKey(table);
    }

    Row triggered(TableName table, Row row) {
        return triggers.getOrDefault(table, UnaryOperator.identity()).apply(row);
    }

    /** All rows, with all columns, in the order of their insertion. */
    public List<Row> rows(TableName table) {
        return require(tables(), table).boxed();
    }

    synchronized Map<TableName, MemoryTable> tables() {
        return tables;
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /** Replaces the content by what the change makes of it; a change that throws changes nothing. */
    synchronized void change(Change change) {
        tables = Map.copyOf(change.apply(tables));
    }

    /** From one content to the next. */
    @FunctionalInterface
    interface Change {
        Map<TableName, MemoryTable> apply(Map<TableName, MemoryTable> now);
    }

    static Map<TableName, MemoryTable> with(Map<TableName, MemoryTable> tables, MemoryTable table) {
        Map<TableName, MemoryTable> next = new TreeMap<>(tables);
        next.put(table.schema().name(), table);
        return next;
    }

    static MemoryTable require(Map<TableName, MemoryTable> tables, TableName table) {
        return Optional.ofNullable(tables.get(table)).orElseThrow(() -> permanent("there is no table " + table));
    }

    static StoreException permanent(String message) {
        return new StoreException.Permanent(message, "", "", null);
    }
}
