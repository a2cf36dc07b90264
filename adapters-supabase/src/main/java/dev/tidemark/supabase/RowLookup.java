package dev.tidemark.supabase;

import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.row.ValueConversion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

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
        List<Callable<List<RowAnswer>>> questions = new ArrayList<>();
        for (KeyChunks.Chunk chunk : chunks(shape, keys, more)) {
            questions.add(() -> answers(shape, keys.slice(chunk.from(), chunk.to()), chunk.conditions(), more));
        }
        RowBatch.Builder builder = new RowBatch.Builder(shape.rows(), keys.size());
        Map<Integer, Map<Integer, Value>> unreadable = new HashMap<>();
        for (List<RowAnswer> parts : AtOnce.all(questions, AT_ONCE)) {
            for (RowAnswer part : parts) {
                part.unreadable().forEach((row, values) -> unreadable.put(builder.size() + row, values));
                builder.addRows(part.rows());
            }
        }
        return new RowAnswer(builder.build(), unreadable);
    }

    /** How many rows {@link #rows} would find. */
    long count(ReadShape shape, RowBatch keys, List<String> more) {
        RowQuestion question = new RowQuestion(client, "counting rows of " + shape.table().schema().name());
        return chunks(shape, keys, more).stream()
                .mapToLong(chunk -> question.count(SupabaseRequests.countOf(shape, all(chunk.conditions(), more))))
                .sum();
    }

    private static List<KeyChunks.Chunk> chunks(ReadShape shape, RowBatch keys, List<String> more) {
        int taken = SupabaseRequests.byKey(shape, keys.type().names(), more).query().length();
        return KeyChunks.of(keys, RestQuery.MOST_BYTES - taken);
    }

    private static List<String> all(List<String> conditions, List<String> more) {
        List<String> all = new ArrayList<>(conditions);
        all.addAll(more);
        return all;
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

    /**
     * The rows of some keys. The server may cut its answer short, and tells by their number that it did: as many keys as rows
     * came are then asked for at a time, for only what comes in one answer is of one moment. A row that goes between two
     * answers would push another out of the second, and a key that is not found may be deleted at the other end.
     */
    private List<RowAnswer> answers(ReadShape shape, RowBatch keys, List<String> conditions, List<String> more)
            throws InterruptedException {
        RestRequest request = SupabaseRequests.byKey(shape, keys.type().names(), all(conditions, more));
        RowAnswer first = ask(shape, request);
        int came = first.rows().size();
        if (came == 0 || first.total().orElse(Long.MAX_VALUE) <= came) {
            return List.of(first);
        }
        if (keys.size() == 1 || first.total().isEmpty()) {
            return rest(shape, request, first);
        }
        List<RowAnswer> answers = new ArrayList<>();
        int size = Math.min(came, (keys.size() + 1) / 2);
        for (int from = 0; from < keys.size(); from += size) {
            RowBatch some = keys.slice(from, Math.min(keys.size(), from + size));
            for (KeyChunks.Chunk chunk : chunks(shape, some, more)) {
                answers.addAll(answers(shape, some.slice(chunk.from(), chunk.to()), chunk.conditions(), more));
            }
        }
        return answers;
    }

    /** What follows the first rows: of one key, which is then no key of the table, or where the server does not count. */
    private List<RowAnswer> rest(ReadShape shape, RestRequest request, RowAnswer first) throws InterruptedException {
        List<RowAnswer> answers = new ArrayList<>(List.of(first));
        long read = first.rows().size();
        long total = first.total().orElse(Long.MAX_VALUE);
        while (read < total) {
            RowAnswer next = ask(shape, SupabaseRequests.behind(request, read));
            if (next.rows().isEmpty()) {
                break;
            }
            total = next.total().orElse(Long.MAX_VALUE);
            read += next.rows().size();
            answers.add(next);
        }
        return answers;
    }

    private RowAnswer ask(ReadShape shape, RestRequest request) throws InterruptedException {
        RowQuestion question = new RowQuestion(client, "looking up rows of " + shape.table().schema().name());
        RowAnswer answer = question.ask(shape, request);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return answer;
    }
}
