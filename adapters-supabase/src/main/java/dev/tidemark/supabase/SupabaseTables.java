package dev.tidemark.supabase;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.Column.Generation;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.Relation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of a schema as the server describes them, or, where the key may not see that, as they are known from elsewhere
 * and found there. Learned once, when first asked for. Thread-safe.
 */
final class SupabaseTables {
    private static final String DOING = "reading the description of the API";
    /** Says that nothing is described here, from PostgREST 13 on; before it says nothing. */
    private static final String NO_DESCRIPTION = "PGRST126";

    private static final String BAD_TOKEN = "PGRST30";

    /** The server is told at once of what is new, and then reads all of it. */
    private static final int LOOKS = 10;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final SupabaseClient client;
    private final KnownTables elsewhere;
    private final TableProbe probe;
    private final Map<TableName, Map<String, Generation>> learned = new LinkedHashMap<>();
    private final Map<TableName, SupabaseTable> known = new LinkedHashMap<>();
    private Optional<Root> root = Optional.empty();
    /** Whether it was seen that the root leaves out what there is. */
    private boolean isPartial;

    SupabaseTables(SupabaseClient client, KnownTables elsewhere) {
        this.client = client;
        this.elsewhere = elsewhere;
        this.probe = new TableProbe(client);
    }

    /** What the API's root said. */
    private sealed interface Root {
        record Visible(DescribedTables tables) implements Root {
        }

        record Hidden(RestFailure failure) implements Root {
        }
    }

    /**
     * All that can be read, tables before views, by name.
     *
     * @throws StoreException.Denied if the key may not see what there is, and nothing is known from elsewhere
     */
    synchronized List<SupabaseTable> all() {
        List<TableName> names = switch (root()) {
            case Root.Visible(DescribedTables described) -> described.names();
            case Root.Hidden(RestFailure failure) -> namesElsewhere(failure);
        };
        return names.stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing((SupabaseTable table) -> table.schema().relation())
                        .thenComparing(table -> table.schema().name()))
                .toList();
    }

    /**
     * The table or view of that name; empty if there is none.
     *
     * @throws StoreException if there is one that the key may not read, or of which nobody knows the columns
     */
    synchronized Optional<SupabaseTable> find(TableName table) {
        SupabaseTable before = known.get(table);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<SupabaseTable> found = describe(table);
        found.ifPresent(described -> known.put(table, described));
        return found;
    }

    /** Takes down who makes the values of a column, which the server tells only when they are written. */
    synchronized void learn(TableName table, String column, Generation generation) {
        learned.computeIfAbsent(table, _ -> new LinkedHashMap<>()).put(column, generation);
        known.remove(table);
    }

    /** The server's version, such as {@code 12.0.2}; empty if the key may not see it. */
    synchronized Optional<String> version() {
        return switch (root()) {
            case Root.Visible(DescribedTables described) ->
                    Optional.of(described.version()).filter(version -> !version.isEmpty());
            case Root.Hidden _ -> Optional.empty();
        };
    }

    /** Whether the key may see the server's description of its tables. */
    synchronized boolean isDescribed() {
        return root() instanceof Root.Visible;
    }

    private Optional<SupabaseTable> describe(TableName table) {
        Optional<SupabaseTable> described = describedByServer(table);
        if (described.isPresent()) {
            return described;
        }
        if (!probe.exists(table)) {
            return Optional.empty();
        }
        // Made since we asked, and perhaps since the server looked.
        for (int looks = 0; described.isEmpty() && isDescribed() && !isPartial && looks < LOOKS; looks++) {
            if (looks > 0) {
                client.pause(PAUSE, DOING);
            }
            root = Optional.empty();
            described = describedByServer(table);
        }
        isPartial |= described.isEmpty();
        return Optional.of(described.orElseGet(() -> describedElsewhere(table)));
    }

    private Optional<SupabaseTable> describedByServer(TableName table) {
        return switch (root()) {
            case Root.Visible(DescribedTables described) ->
                    described.find(table).map(found -> found.withGenerations(learned(table)));
            case Root.Hidden _ -> Optional.empty();
        };
    }

    private SupabaseTable describedElsewhere(TableName table) {
        TableSchema schema = elsewhere.describe(table)
                .orElseThrow(() -> unknown(table));
        List<String> columns = probe.columns(table, schema.columns().stream().map(column -> column.name()).toList());
        Relation relation = probe.isStored(table) ? Relation.TABLE : Relation.VIEW;
        Map<String, String> formats = new TypeProbe(client, table).formats(columns);
        // What is a key elsewhere need not be one here.
        Set<String> withNulls = schema.key().stream()
                .filter(column -> formats.containsKey(column) && probe.hasNull(table, column))
                .collect(Collectors.toSet());
        return RecalledTable.of(client.config(), schema, relation, formats, withNulls, referrers(table))
                .withGenerations(learned(table));
    }

    private StoreException unknown(TableName table) {
        String has = client.config().displayName() + " has a table " + table;
        return isDescribed()
                ? new StoreException.Permanent(has + ", but does not say which columns it has", "",
                        "if it was made just now: notify pgrst, 'reload schema'", null)
                : new StoreException.Denied(has + ", but the key may not see its columns", "",
                        "use the project's secret key, which may, or give the table its columns in the profile, with key:"
                                + " and columns: { types: ... }",
                        null);
    }

    private Map<String, Generation> learned(TableName table) {
        return learned.getOrDefault(table, Map.of());
    }

    private List<SupabaseTable.Referrer> referrers(TableName table) {
        List<SupabaseTable.Referrer> referrers = new ArrayList<>();
        for (TableName other : elsewhere.tables()) {
            for (ForeignKey key : elsewhere.describe(other).map(TableSchema::foreignKeys).orElse(List.of())) {
                if (key.target().equals(table)) {
                    referrers.add(new SupabaseTable.Referrer(other, key));
                }
            }
        }
        return referrers;
    }

    private List<TableName> namesElsewhere(RestFailure hidden) {
        if (elsewhere.tables().isEmpty()) {
            throw new StoreException.Denied(
                    DOING + ": " + client.config().displayName() + " hides its tables from this key"
                            + (hidden.message().isEmpty() ? "" : ": " + hidden.message()),
                    hidden.code(),
                    hidden.hint().isEmpty()
                            ? "use the project's secret key, or name the tables in the profile, each with its key: and columns:"
                                    + " { types: ... }"
                            : hidden.hint(),
                    null);
        }
        return elsewhere.tables();
    }

    private Root root() {
        Root said = root.orElseGet(this::read);
        root = Optional.of(said);
        return said;
    }

    private Root read() {
        RestRequest request = RestRequest.get("/", "");
        try (RestAnswer answer = client.look(request, DOING)) {
            if (answer.isSuccess()) {
                return new Root.Visible(new DescribedTables(client.config(), ApiDescription.read(answer.body()),
                        probe::isStored));
            }
            RestFailure failure = RestFailure.of(answer);
            if (isHidden(failure)) {
                return new Root.Hidden(failure);
            }
            throw client.trouble(request, DOING, failure);
        } catch (IOException e) {
            throw client.lost(DOING, e);
        }
    }

    /** On Supabase only a secret key may read the root; a server of one's own may describe nothing to anybody. */
    private static boolean isHidden(RestFailure failure) {
        return switch (failure.status()) {
            case 401, 403 -> !failure.code().startsWith(BAD_TOKEN);
            case 404 -> failure.code().isEmpty() || failure.code().equals(NO_DESCRIPTION);
            default -> false;
        };
    }
}
