package dev.tidemark.supabase;

import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.row.ValueConversion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Finds rows by their keys, several requests at a time. Thread-safe. */
final class RowLookup {
    private static final int AT_ONCE = 4;

    private final SupabaseClient client;

    RowLookup(SupabaseClient client) {
        this.client = client;
    }

    /** The rows with these keys that meet the condition of the shape's plan, in any order. */
    Page find(ReadShape shape, RowBatch keys) throws InterruptedException {
        RowAnswer found = rows(shape, possible(shape.table(), keys), List.of());
        return new PageShaper(shape).page(found.rows(), found.unreadable(), new Cursor.Start());
    }

    /**
     * The rows with these keys that meet the condition of the shape's plan.
     *
     * @param keys such as the columns can hold
     * @param more conditions that have to hold besides
     */
    RowAnswer rows(ReadShape shape, RowBatch keys, List<String> more) throws InterruptedException {
        List<String> names = keys.type().names();
        List<RestRequest> requests = chunks(shape, keys, more).stream()
                .map(chunk -> SupabaseRequests.byKey(shape, names, chunk)).toList();
        RowBatch.Builder builder = new RowBatch.Builder(shape.rows(), keys.size());
        Map<Integer, Map<Integer, Value>> unreadable = new HashMap<>();
        for (RowAnswer part : answers(shape, requests)) {
            part.unreadable().forEach((row, values) -> unreadable.put(builder.size() + row, values));
            builder.addRows(part.rows());
        }
        return new RowAnswer(builder.build(), unreadable);
    }

    /** How many rows {@link #rows} would find. */
    long count(ReadShape shape, RowBatch keys, List<String> more) {
        RowQuestion question = new RowQuestion(client, "counting rows of " + shape.table().schema().name());
        return chunks(shape, keys, more).stream()
                .mapToLong(chunk -> question.count(SupabaseRequests.countOf(shape, chunk))).sum();
    }

    private static List<List<String>> chunks(ReadShape shape, RowBatch keys, List<String> more) {
        int taken = SupabaseRequests.byKey(shape, keys.type().names(), more).query().length();
        return KeyChunks.of(keys, RestQuery.MOST_BYTES - taken).stream().map(chunk -> {
            List<String> conditions = new ArrayList<>(chunk.conditions());
            conditions.addAll(more);
            return conditions;
        }).toList();
    }

    /** The keys that the columns can hold: the server refuses to look for a word among numbers. */
    private static RowBatch possible(SupabaseTable table, RowBatch keys) {
        List<SupabaseColumn> columns = keys.type().names().stream().map(name -> ReadShape.column(table, name)).toList();
        RowBatch.Builder builder = new RowBatch.Builder(keys.type(), keys.size());
        for (int row = 0; row < keys.size(); row++) {
            boolean possible = true;
            for (int column = 0; column < columns.size() && possible; column++) {
                possible = isPossible(keys.value(row, column), columns.get(column));
            }
            if (possible) {
                builder.addRow(keys, row);
            }
        }
        return builder.build();
    }

    private static boolean isPossible(Value value, SupabaseColumn column) {
        return switch (value) {
            case Value.Int64(long number) when column.format().equals("smallint") -> number == (short) number;
            case Value.Int64(long number) when column.format().equals("integer") || column.format().equals("int32") ->
                    number == (int) number;
            case Value.Text(String text) when text.indexOf('\0') >= 0 -> false;
            case Value.Null _, Value.Bool _, Value.Int64 _, Value.Float64 _, Value.Date _, Value.Time _, Value.Timestamp _, Value.TimestampTz _, Value.Text _, Value.Bytes _, Value.Decimal _, Value.Json _, Value.Uuid _, Value.Native _ ->
                    ValueConversion.convert(value, column.type(), Filters::text).isPresent();
        };
    }

    private List<RowAnswer> answers(ReadShape shape, List<RestRequest> requests) throws InterruptedException {
        if (requests.size() == 1) {
            return answers(shape, requests.getFirst());
        }
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<RowAnswer>>> asked = new ArrayList<>();
            for (RestRequest request : requests) {
                asked.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        return answers(shape, request);
                    } finally {
                        places.release();
                    }
                }));
            }
            try {
                return all(asked);
            } catch (InterruptedException | StoreException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private static List<RowAnswer> all(List<Future<List<RowAnswer>>> asked) throws InterruptedException {
        List<RowAnswer> answers = new ArrayList<>();
        for (Future<List<RowAnswer>> one : asked) {
            try {
                answers.addAll(one.get());
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case StoreException trouble -> throw trouble;
                    case RuntimeException bug -> throw bug;
                    case null, default -> throw new IllegalStateException(e);
                }
            }
        }
        return answers;
    }

    /** The rows of one request: the server may cut its answer short, and tells by their number that it did. */
    private List<RowAnswer> answers(ReadShape shape, RestRequest request) throws InterruptedException {
        RowQuestion question = new RowQuestion(client, "looking up rows of " + shape.table().schema().name());
        List<RowAnswer> answers = new ArrayList<>();
        long read = 0;
        long total = 1;
        while (read < total) {
            RowAnswer rows = question.ask(shape, SupabaseRequests.behind(request, read));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (rows.rows().isEmpty()) {
                break;
            }
            total = rows.total().orElse(Long.MAX_VALUE);
            read += rows.rows().size();
            answers.add(rows);
        }
        return answers;
    }
}
