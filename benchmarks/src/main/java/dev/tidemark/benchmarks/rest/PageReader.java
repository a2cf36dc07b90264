package dev.tidemark.benchmarks.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Reads narrative_results page by page, one after the other, and writes it into a SQLite file. Arguments: {@code URL
 * DDL_FILE SQLITE_FILE}; the key is in SUPABASE_SECRET_KEY.
 */
public final class PageReader {
    private static final int PAGE = 1_000;
    private static final List<String> COLUMNS = List.of("id", "experiment_id", "run_no", "score", "latency_ms", "model",
            "scenario", "status", "narrative", "updated_at", "is_valid", "note");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;

    private PageReader(String url) {
        this.url = url;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[2]);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(Files.readString(Path.of(arguments[1])));
            new PageReader(arguments[0]).into(connection);
            connection.commit();
        }
        System.exit(0);
    }

    private void into(Connection connection) throws IOException, InterruptedException, SQLException {
        try (PreparedStatement insert = connection
                .prepareStatement("insert into narrative_results values(?,?,?,?,?,?,?,?,?,?,?,?)")) {
            long last = 0;
            for (JsonNode page = page(last); !page.isEmpty(); page = page(last)) {
                for (JsonNode row : page) {
                    for (int i = 0; i < COLUMNS.size(); i++) {
                        insert.setObject(i + 1, value(row.get(COLUMNS.get(i))));
                    }
                    insert.addBatch();
                    last = row.get("id").longValue();
                }
                insert.executeBatch();
            }
        }
    }

    private static @org.jspecify.annotations.Nullable Object value(JsonNode cell) {
        return switch (cell.getNodeType()) {
            case NULL -> null;
            case BOOLEAN -> cell.booleanValue() ? 1 : 0;
            case NUMBER -> cell.isIntegralNumber() ? (Object) cell.longValue() : (Object) cell.doubleValue();
            default -> cell.textValue();
        };
    }

    private JsonNode page(long after) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(HttpRequest
                .newBuilder(URI.create(url + "/narrative_results?order=id&limit="
                        + PAGE + "&id=gt." + after))
                .header("Authorization", "Bearer " + System.getenv("SUPABASE_SECRET_KEY"))
                .build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(Integer.toString(answer.statusCode()));
        }
        return json.readTree(answer.body());
    }
}
