package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.ValueType;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds those of some keys whose rows may not be deleted, because a row that stays refers to them. Not thread-safe. */
final class ReferencedKeys {
    private final SupabaseClient client;
    private final OpenedTable table;
    private final KeyIdentity identity;

    ReferencedKeys(SupabaseClient client, OpenedTable table) {
        this.client = client;
        this.table = table;
        this.identity = new KeyIdentity(table.shape(), table.keyType());
    }

    /**
     * What was found.
     *
     * @param staying the keys whose rows have to stay
     * @param going the others, so that no row comes before one that refers to it
     */
    record Found(Set<Integer> staying, List<Integer> going) {
    }

    /** A row of the table that refers to one of the keys; -1 for a row that is not among them. */
    private record Edge(int child, int parent) {
    }

    Found among(RowBatch keys) throws InterruptedException {
        Map<KeyDigest, Integer> places = new HashMap<>();
        for (int row = 0; row < keys.size(); row++) {
            places.put(identity.of(keys, row), row);
        }
        Set<Integer> staying = new TreeSet<>();
        List<String> embeddings = new ArrayList<>(table.referrers().get().embeddings());
        if (table.referrers().get().ownOfSeveral()) {
            embeddings.add(Filters.name(table.shape().plan().table().name()));
        }
        for (String embedding : embeddings) {
            RowSelect select = table.select(table.keyType()).referredToBy(embedding);
            RowBatch referenced = rowsByKey(select).read(keys);
            for (int row = 0; row < referenced.size(); row++) {
                Integer place = places.get(identity.of(referenced, row));
                if (place != null) {
                    staying.add(place);
                }
            }
        }
        List<Edge> edges = new ArrayList<>();
        for (ForeignKey own : table.referrers().get().own()) {
            edges.addAll(edges(keys, places, own));
        }
        keepChains(edges, staying);
        return new Found(staying, leavesFirst(keys.size(), edges, staying));
    }

    private RowsByKey rowsByKey(RowSelect select) {
        return new RowsByKey(client, table.shape().plan().table(), select, table.shape().plan().key(),
                table.longestAnswer());
    }

    /** A row that stays keeps what it refers to. */
    private static void keepChains(List<Edge> edges, Set<Integer> staying) {
        Map<Integer, List<Integer>> parents = edges.stream().collect(
                Collectors.groupingBy(Edge::child, Collectors.mapping(Edge::parent, Collectors.toList())));
        Deque<Integer> open = new ArrayDeque<>(staying);
        open.add(-1);
        while (!open.isEmpty()) {
            for (int parent : parents.getOrDefault(open.pop(), List.of())) {
                if (staying.add(parent)) {
                    open.add(parent);
                }
            }
        }
    }

    /** Rows in a circle come last, for there is no order among them. */
    private static List<Integer> leavesFirst(int size, List<Edge> edges, Set<Integer> staying) {
        Map<Integer, Integer> children = new HashMap<>();
        Map<Integer, List<Integer>> parents = new HashMap<>();
        for (Edge edge : new HashSet<>(edges)) {
            if (edge.child() != edge.parent() && edge.child() >= 0) {
                children.merge(edge.parent(), 1, Integer::sum);
                parents.computeIfAbsent(edge.child(), _ -> new ArrayList<>()).add(edge.parent());
            }
        }
        Set<Integer> order = new LinkedHashSet<>();
        Deque<Integer> leaves = new ArrayDeque<>(
                IntStream.range(0, size).filter(row -> !children.containsKey(row)).boxed().toList());
        while (!leaves.isEmpty()) {
            int leaf = leaves.pop();
            order.add(leaf);
            for (int parent : parents.getOrDefault(leaf, List.of())) {
                if (children.merge(parent, -1, Integer::sum) == 0) {
                    leaves.add(parent);
                }
            }
        }
        IntStream.range(0, size).forEach(order::add);
        order.removeAll(staying);
        return List.copyOf(order);
    }

    private List<Edge> edges(RowBatch keys, Map<KeyDigest, Integer> places, ForeignKey own)
            throws InterruptedException {
        Map<Value, Integer> parents = targets(keys, places, own.targetColumns().getFirst());
        if (parents.isEmpty()) {
            return List.of();
        }
        String column = own.columns().getFirst();
        RowType wanted = new RowType(List.of(column),
                List.of(table.shape().table().column(column).orElseThrow().type()));
        RowBatch.Builder values = new RowBatch.Builder(wanted, parents.size());
        parents.keySet().forEach(value -> {
            values.add(value);
            values.endRow();
        });
        List<Edge> edges = new ArrayList<>();
        for (KeyChunks.Chunk chunk : KeyChunks.of(values.build(), RestQuery.MOST_BYTES - 1_000)) {
            edges(chunk.conditions(), column, places, parents, edges);
        }
        return edges;
    }

    /** The value of the column in the row of each key. */
    private Map<Value, Integer> targets(RowBatch keys, Map<KeyDigest, Integer> places, String column)
            throws InterruptedException {
        RowBatch rows = keys;
        if (!keys.type().names().contains(column)) {
            rows = rowsByKey(table.select(with(column))).read(keys);
        }
        int target = rows.type().indexOf(column);
        KeyIdentity there = new KeyIdentity(table.shape(), rows.type());
        Map<Value, Integer> targets = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            Integer place = places.get(there.of(rows, row));
            if (place != null && !rows.isNull(row, target)) {
                targets.put(rows.value(row, target), place);
            }
        }
        return targets;
    }

    private RowType with(String column) {
        List<String> names = new ArrayList<>(table.keyType().names());
        List<ValueType> types = new ArrayList<>(table.keyType().types());
        if (!names.contains(column)) {
            names.add(column);
            types.add(table.shape().table().column(column).orElseThrow().type());
        }
        return new RowType(names, types);
    }

    /** Page by page, for the server may cut what it answers. */
    private void edges(List<String> conditions, String column, Map<KeyDigest, Integer> places,
            Map<Value, Integer> parents, List<Edge> edges) throws InterruptedException {
        RowSelect select = table.select(with(column));
        KeyIdentity there = new KeyIdentity(table.shape(), select.type());
        int target = select.type().indexOf(column);
        String doing = "looking for rows of " + table.shape().plan().table() + " that refer to others of it";
        String order = table.shape().plan().key().stream().map(Filters::name).collect(Collectors.joining(","));
        int offset = 0;
        while (true) {
            RestQuery query = new RestQuery().with("select", select.text()).with("order", order)
                    .with("offset", Integer.toString(offset)).where(conditions);
            RowBatch children;
            try (RestAnswer answer = client
                    .expect(RestRequest.get(Filters.path(table.shape().plan().table()), query.text()), doing)) {
                children = select.read(answer);
            } catch (IOException e) {
                throw client.lost(doing, e);
            }
            for (int row = 0; row < children.size(); row++) {
                int child = places.getOrDefault(there.of(children, row), -1);
                Integer parent = parents.get(children.value(row, target));
                // Equal to the server alone, as citext is: it may be any of those that were asked for.
                (parent == null ? parents.values() : List.of(parent))
                        .forEach(referred -> edges.add(new Edge(child, referred)));
            }
            offset += children.size();
            if (children.isEmpty()) {
                return;
            }
        }
    }
}
