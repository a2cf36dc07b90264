package dev.tidemark.supabase;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds out how a table is written, by an upsert of no rows: it writes nothing, and fails for everything that would make any
 * row fail, such as a missing right or a key without a unique constraint. Thread-safe.
 */
final class TableOpening {
    private static final String NO_UNIQUE_CONSTRAINT = "42P10";
    private static final String GENERATED_ALWAYS = "428C9";
    /** A view has no such column, and rights on some columns of a table do not reach it. */
    private static final Set<String> HIDES_XMAX = Set.of("42703", "42501");

    private final SupabaseClient client;
    private final SupabaseTables tables;
    private final UpsertFunction function;
    private final AtomicInteger longestAnswer = new AtomicInteger();
    private final ConcurrentMap<TableName, Boolean> wasEmpty = new ConcurrentHashMap<>();
    private final ConcurrentMap<TableName, RowsInDoubt> inDoubt = new ConcurrentHashMap<>();
    private final ConcurrentMap<TableName, DeletesInDoubt> deletesInDoubt = new ConcurrentHashMap<>();

    TableOpening(SupabaseClient client, SupabaseTables tables) {
        this.client = client;
        this.tables = tables;
        this.function = new UpsertFunction(client);
    }

    /**
     * @throws StoreException if no row can be written by the plan
     */
    OpenedTable open(WritePlan plan) {
        SupabaseTable table = table(plan.table());
        boolean showsXmax = true;
        while (true) {
            WriteShape shape = WriteShape.of(plan, table, computed(table));
            OpenedTable opened = new OpenedTable(shape, false, new AtomicBoolean(showsXmax), function,
                    new KeptDigits(shape),
                    inDoubt.computeIfAbsent(plan.table(), _ -> new RowsInDoubt()),
                    deletesInDoubt.computeIfAbsent(plan.table(), _ -> new DeletesInDoubt()), limitsDeletes(),
                    new Once<>(() -> Referrers.find(client, tables, shape.table())), longestAnswer);
            Optional<RestFailure> failure = refusal(opened);
            if (failure.isEmpty()) {
                return opened.emptyAtFirst(wasEmpty.computeIfAbsent(plan.table(), _ -> isEmpty(shape)));
            }
            if (showsXmax && HIDES_XMAX.contains(failure.get().code())) {
                showsXmax = false;
            } else if (failure.get().code().equals(GENERATED_ALWAYS)) {
                table = withoutGenerated(shape, failure.get());
            } else {
                throw refused(shape, failure.get());
            }
        }
    }

    /** Learns which columns the table computes itself, which the server tells only when they are to be written. */
    SupabaseTable learned(SupabaseTable table) {
        List<String> names = table.columns().stream().map(SupabaseColumn::name)
                .filter(name -> !computed(table).contains(name)).toList();
        Set<String> generated = new HashSet<>();
        generated(table.schema().name(), names, generated);
        generated.forEach(name -> tables.learn(table.schema().name(), name, Generation.COMPUTED));
        return generated.isEmpty() ? table : table(table.schema().name());
    }

    /** From 12.2 on; versions from 14 on are MAJOR.PATCH. */
    private boolean limitsDeletes() {
        return tables.version().filter(version -> ServerVersion.of(version).isAtLeast(12, 2)).isPresent();
    }

    private SupabaseTable table(TableName name) {
        return tables.find(name).orElseThrow(() -> new StoreException.Permanent(
                client.config().displayName() + " has no table " + name, "PGRST205",
                "look at the names of table and schema", null));
    }

    private static Set<String> computed(SupabaseTable table) {
        Set<String> computed = new HashSet<>();
        table.schema().columns().stream().filter(column -> column.generation() == Generation.COMPUTED)
                .forEach(column -> computed.add(column.name()));
        return computed;
    }

    /** Why the server would write no row; empty if it would. */
    private Optional<RestFailure> refusal(OpenedTable opened) {
        WriteRequests requests = new WriteRequests(opened.shape());
        String doing = "preparing to write " + opened.shape().plan().table();
        try (RestAnswer answer = client.look(requests.probe(opened.shown().text()), doing)) {
            if (!answer.isSuccess()) {
                return Optional.of(RestFailure.of(answer));
            }
            String applied = answer.header("Preference-Applied").orElse("");
            if (!applied.contains("resolution=" + requests.resolution())) {
                throw new StoreException.Permanent(doing + ": the server does not upsert, it answers '" + applied
                        + "': rows that are there would be inserted again", "",
                        "look for a proxy that drops the header Prefer or Preference-Applied", null);
            }
            return Optional.empty();
        }
    }

    private SupabaseTable withoutGenerated(WriteShape shape, RestFailure failure) {
        TableName name = shape.plan().table();
        Set<String> generated = new HashSet<>();
        generated(name, shape.names(), generated);
        if (generated.isEmpty() || shape.plan().key().stream().anyMatch(generated::contains)) {
            throw refused(shape, failure);
        }
        generated.forEach(column -> tables.learn(name, column, Generation.COMPUTED));
        return table(name);
    }

    private void generated(TableName table, List<String> columns, Set<String> found) {
        if (columns.isEmpty() || !insertsGenerated(table, columns)) {
            return;
        }
        if (columns.size() == 1) {
            found.add(columns.getFirst());
            return;
        }
        int middle = columns.size() / 2;
        generated(table, columns.subList(0, middle), found);
        generated(table, columns.subList(middle, columns.size()), found);
    }

    private boolean insertsGenerated(TableName table, List<String> columns) {
        return client.probe(WriteRequests.probe(table, columns), "looking at the columns of " + table)
                .filter(failure -> failure.code().equals(GENERATED_ALWAYS)).isPresent();
    }

    private boolean isEmpty(WriteShape shape) {
        TableName table = shape.plan().table();
        String doing = "looking for rows in " + table;
        RestQuery query = new RestQuery().with("select", Filters.name(shape.plan().key().getFirst())).with("limit",
                "1");
        try (RestAnswer answer = client.ask(RestRequest.get(Filters.path(table), query.text()), doing)) {
            return new String(answer.body().readNBytes(2), java.nio.charset.StandardCharsets.US_ASCII).equals("[]");
        } catch (IOException e) {
            throw client.lost(doing, e);
        }
    }

    private StoreException refused(WriteShape shape, RestFailure failure) {
        WritePlan plan = shape.plan();
        String doing = "preparing to write " + plan.table();
        if (failure.code().equals(NO_UNIQUE_CONSTRAINT)) {
            return new StoreException.Permanent(doing + ": no unique constraint is over just the key ("
                    + String.join(", ", plan.key()) + "), and over REST a row is found by one only", failure.code(),
                    "run: " + uniqueIndex(plan), null);
        }
        return client.trouble(WriteRequests.probe(plan.table(), shape.names()), doing, failure);
    }

    private String uniqueIndex(WritePlan plan) {
        List<String> columns = new ArrayList<>();
        plan.key().forEach(name -> columns.add(SqlNames.quoted(name)));
        return "create unique index on " + SqlNames.qualified(client.config().schema(), plan.table()) + " ("
                + String.join(", ", columns) + ");";
    }
}
