package dev.tidemark.supabase;

import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.row.ValueConversion;
import java.io.IOException;
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
        RowBatch possible = possible(shape.table(), keys);
        List<String> names = keys.type().names();
        List<KeyChunks.Chunk> chunks = KeyChunks.of(possible,
                RestQuery.MOST_BYTES - SupabaseRequests.lengthWithoutKeys(shape, names));
        RowBatch.Builder builder = new RowBatch.Builder(shape.rows(), possible.size());
        Map<Integer, Map<Integer, Value>> unreadable = new HashMap<>();
        for (RowAnswer part : answers(shape, names, chunks)) {
            part.unreadable().forEach((row, values) -> unreadable.put(builder.size() + row, values));
            builder.addRows(part.rows());
        }
        return new PageShaper(shape).page(builder.build(), unreadable, new Cursor.Start());
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

    private List<RowAnswer> answers(ReadShape shape, List<String> key, List<KeyChunks.Chunk> chunks)
            throws InterruptedException {
        if (chunks.size() == 1) {
            return answers(shape, key, chunks.getFirst());
        }
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<RowAnswer>>> asked = new ArrayList<>();
            for (KeyChunks.Chunk chunk : chunks) {
                asked.add(requests.submit(() -> {
                    places.acquire();
                    try {
                        return answers(shape, key, chunk);
                    } finally {
                        places.release();
                    }
                }));
            }
            try {
                return all(asked);
            } catch (InterruptedException | StoreException e) {
                requests.shutdownNow();
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

    /** The rows of one piece: the server may cut its answer short, and tells by their number that it did. */
    private List<RowAnswer> answers(ReadShape shape, List<String> key, KeyChunks.Chunk chunk)
            throws InterruptedException {
        String doing = "looking up rows of " + shape.table().schema().name();
        List<RowAnswer> answers = new ArrayList<>();
        long read = 0;
        long total = 1;
        while (read < total) {
            RestAnswer answer = client.ask(SupabaseRequests.byKey(shape, key, chunk, read), doing);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            total = answer.total().orElse(0);
            try {
                RowAnswer rows = RowAnswer.read(answer, shape, chunk.to() - chunk.from(), Long.MAX_VALUE);
                if (rows.rows().isEmpty()) {
                    break;
                }
                read += rows.rows().size();
                answers.add(rows);
            } catch (IOException e) {
                throw client.lost(doing, e);
            }
        }
        return answers;
    }
}
