package dev.tidemark.supabase;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.port.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The function {@code sync_upsert}, which a project may have: it takes a batch for any table, writes what is new or differs,
 * and counts, in one request. Where it is not there, or cannot do it, rows are read, compared and sent instead. Thread-safe.
 */
final class UpsertFunction {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String SCRIPT = "001-sync-upsert.sql";
    private static final String PATH = "/rpc/sync_upsert";
    /** The server then takes the body as it is, and does not read it first. */
    private static final String ARGUMENTS = "columns=target,key_columns,columns,rows";

    private final SupabaseClient client;
    private final AtomicReference<State> state = new AtomicReference<>(State.UNKNOWN);
    private final AtomicBoolean offered = new AtomicBoolean();

    private enum State {
        UNKNOWN, THERE, MISSING
    }

    /** What a call said. */
    record Counts(long inserted, long updated, long unchanged) {
    }

    UpsertFunction(SupabaseClient client) {
        this.client = client;
    }

    /** Whether the project has it; asked once. */
    boolean isThere(WriteShape shape) throws InterruptedException {
        if (state.get() == State.UNKNOWN) {
            byte[] none = "[]".getBytes(StandardCharsets.US_ASCII);
            try (RestAnswer answer = client.send(call(shape, none), "looking for the function sync_upsert")) {
                state.set(answer.isSuccess() ? State.THERE : State.MISSING);
            }
        }
        return state.get() == State.THERE;
    }

    /** It failed in a way that it will again. */
    void giveUp() {
        state.set(State.MISSING);
    }

    /** Tells, once, how a project gets it. */
    Optional<Finding> offer(String schema) {
        return offered.getAndSet(true) ? Optional.empty()
                : Optional.of(new Finding(Finding.Severity.NOTE, "",
                        "with a function of your own, a batch is one request instead of several: it reads, compares and"
                                + " writes in one",
                        script(schema)));
    }

    RestRequest call(WriteShape shape, byte[] rows) {
        return RestRequest.post(PATH, ARGUMENTS, arguments(shape, rows));
    }

    private static byte[] arguments(WriteShape shape, byte[] rows) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(rows.length + 1_000);
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("target", shape.plan().table().name());
            names(json, "key_columns", shape.plan().key());
            names(json, "columns", shape.names());
            json.flush();
            body.writeBytes(",\"rows\":".getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(rows);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toByteArray();
    }

    private static void names(JsonGenerator json, String field, List<String> names) throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    static Counts counts(RestAnswer answer) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        try (JsonParser body = JSON.createParser(answer.body())) {
            for (JsonToken token = body.nextToken(); token != null; token = body.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_INT) {
                    counts.put(body.currentName(), body.getLongValue());
                }
            }
        }
        return new Counts(counts.getOrDefault("inserted", 0L), counts.getOrDefault("updated", 0L),
                counts.getOrDefault("unchanged", 0L));
    }

    /** The statements that make it, for a person to run. */
    static String script(String schema) {
        try (InputStream script = UpsertFunction.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IllegalStateException(SCRIPT + " is missing from the program");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${schema}", SqlNames.quoted(schema))
                    .replace("${schema_text}", "'" + schema.replace("'", "''") + "'");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
