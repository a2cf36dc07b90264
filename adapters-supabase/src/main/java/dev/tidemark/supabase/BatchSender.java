package dev.tidemark.supabase;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.supabase.wire.JsonRowWriter;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Sends rows of a batch, each time in one request and so in one transaction. Not thread-safe. */
final class BatchSender {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String TWICE_IN_ONE_STATEMENT = "21000";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String UNDEFINED_COLUMN = "42703";
    private static final String FEATURE_NOT_SUPPORTED = "0A000";
    /** Raised by the function {@code sync_upsert} itself. */
    private static final String ROWS_DROPPED = "TM001";
    private static final int CONTENT_TOO_LARGE = 413;

    private final SupabaseClient client;
    private final OpenedTable table;
    private final WriteRequests requests;
    private final JsonRowWriter writer;
    private final String doing;
    private int requestsSent;

    BatchSender(SupabaseClient client, OpenedTable table) {
        this.client = client;
        this.table = table;
        this.requests = new WriteRequests(table.shape());
        this.writer = new JsonRowWriter(table.shape().members());
        this.doing = "writing " + table.shape().plan().table();
    }

    /** What became of rows that were sent: all of them are written, but for those that the sink dropped, or none. */
    sealed interface Sent {
        /** An insert, and how many rows of it are there now. */
        record Inserted(long rows) implements Sent {
        }

        /** An upsert, and what it gave back of each row that it wrote. */
        record Upserted(RowBatch shown) implements Sent {
        }

        /** An insert that met a key, or another unique value, that is there. */
        record Met() implements Sent {
        }

        /** What the function {@code sync_upsert} did. */
        record Counted(UpsertFunction.Counts counts) implements Sent {
        }

        /** The function {@code sync_upsert} leaves this batch to others. */
        record Declined() implements Sent {
        }

        record Not(Refused refused) implements Sent {
        }
    }

    /** How many requests were sent since this was asked last. */
    int takeRequests() {
        int sent = requestsSent;
        requestsSent = 0;
        return sent;
    }

    /** Whether these rows can be sent at all; if not, the first that cannot, and why. */
    Optional<Refused> check(RowBatch rows, int[] order) {
        writer.clear();
        for (int row : order) {
            Reason reason = writer.row(rows, row);
            if (reason != null) {
                return Optional.of(new Refused(reason, OptionalInt.of(row)));
            }
        }
        return Optional.empty();
    }

    Sent insert(RowBatch rows, int[] order) throws InterruptedException {
        Optional<Refused> unfit = check(rows, order);
        if (unfit.isPresent()) {
            return new Sent.Not(unfit.get());
        }
        RestRequest request = requests.insert(writer.toBytes());
        try (RestAnswer answer = send(request)) {
            if (answer.isSuccess()) {
                return new Sent.Inserted(count(answer, doing));
            }
            RestFailure failure = RestFailure.of(answer);
            return failure.code().equals(UNIQUE_VIOLATION) ? new Sent.Met()
                    : new Sent.Not(refusal(request, failure, order));
        }
    }

    Sent upsert(RowBatch rows, int[] order) throws InterruptedException {
        return upsert(rows, order, table::shown);
    }

    /**
     * @param shows what to give back of each row
     */
    Sent upsert(RowBatch rows, int[] order, Supplier<RowSelect> shows) throws InterruptedException {
        Optional<Refused> unfit = check(rows, order);
        if (unfit.isPresent()) {
            return new Sent.Not(unfit.get());
        }
        boolean askedForXmax = table.showsXmax().get();
        RowSelect shown = shows.get();
        RestRequest request = requests.upsert(writer.toBytes(), shown.text());
        try (RestAnswer answer = send(request)) {
            if (answer.isSuccess()) {
                return new Sent.Upserted(shown.read(answer));
            }
            RestFailure failure = RestFailure.of(answer);
            boolean noXmax = failure.code().equals(FEATURE_NOT_SUPPORTED) || failure.code().equals(UNDEFINED_COLUMN);
            if (!noXmax || !askedForXmax) {
                return new Sent.Not(refusal(request, failure, order));
            }
            table.showsXmax().set(false);
        } catch (IOException e) {
            throw client.lost(doing, e);
        }
        return upsert(rows, order, shows);
    }

    /** By the function {@code sync_upsert}. */
    Sent call(RowBatch rows, int[] order) throws InterruptedException {
        Optional<Refused> unfit = check(rows, order);
        if (unfit.isPresent()) {
            return new Sent.Not(unfit.get());
        }
        RestRequest request = table.function().call(table.shape(), writer.toBytes());
        try (RestAnswer answer = send(request)) {
            if (answer.isSuccess()) {
                return new Sent.Counted(UpsertFunction.counts(answer));
            }
            RestFailure failure = RestFailure.of(answer);
            if (failure.code().equals(ROWS_DROPPED)) {
                return new Sent.Declined();
            }
            Optional<Reason> reason = reason(failure, false);
            if (reason.isPresent()) {
                return new Sent.Not(new Refused(reason.get(), OptionalInt.empty()));
            }
            StoreException trouble = client.trouble(request, doing, failure);
            if (trouble instanceof StoreException.Permanent || trouble instanceof StoreException.Denied) {
                // Whatever is wrong with the rows or the rights, the other way will say.
                table.function().giveUp();
                return new Sent.Declined();
            }
            throw trouble;
        } catch (IOException e) {
            throw client.lost(doing, e);
        }
    }

    private RestAnswer send(RestRequest request) throws InterruptedException {
        requestsSent++;
        return client.send(request, doing);
    }

    /** How many rows were written. */
    static long count(RestAnswer answer, String doing) {
        return answer.total().orElseThrow(() -> new StoreException.Permanent(
                doing + ": the server does not say how many rows it wrote", "",
                "look for a proxy that drops the header Prefer or Content-Range", null));
    }

    /** Takes a row away that was not there before. */
    void delete(RowBatch key) throws InterruptedException {
        DeleteRequests deletes = new DeleteRequests(table.shape().plan().table(), table.limitsDeletes());
        KeyChunks.Chunk chunk = KeyChunks.of(key, deletes.room()).getFirst();
        RestRequest request = deletes.delete(chunk.conditions(), 1);
        try (RestAnswer answer = send(request)) {
            if (!answer.isSuccess()) {
                throw client.trouble(request, doing, RestFailure.of(answer));
            }
        }
    }

    private Refused refusal(RestRequest request, RestFailure failure, int[] order) {
        OptionalInt only = order.length == 1 ? OptionalInt.of(order[0]) : OptionalInt.empty();
        return reason(failure, order.length == 1).map(reason -> new Refused(reason, only))
                .orElseThrow(() -> client.trouble(request, doing, failure));
    }

    private Optional<Reason> reason(RestFailure failure, boolean alone) {
        if (failure.code().equals(TWICE_IN_ONE_STATEMENT)) {
            return Optional.of(new Reason(Reason.Kind.SAME_KEY, failure.code(),
                    "two rows of the batch are one row to the sink: " + failure.message()));
        }
        boolean policies = !client.config().kind().seesAllRows();
        if (failure.code().equals(INSUFFICIENT_PRIVILEGE) && policies) {
            // Rights were there when no row was sent, so it is a policy that says no.
            return Optional.of(new Reason(Reason.Kind.REFUSED, failure.code(), failure.message()));
        }
        if (failure.status() == CONTENT_TOO_LARGE && alone) {
            return Optional.of(new Reason(Reason.Kind.REFUSED, "413", "the row is larger than what the server takes"));
        }
        return SupabaseErrors.refusal(failure);
    }
}
