package dev.tidemark.benchmarks.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes the rows of narrative_results as bodies of so many rows each, a file a body. Arguments: {@code SQLITE_FILE
 * DIRECTORY ROWS}.
 */
public final class Bodies {
    private static final int BOOLEAN = 11;
    private static final JsonFactory JSON = new JsonFactory();

    private Bodies() {
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        int size = Integer.parseInt(arguments[2]);
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from narrative_results order by id")) {
            for (int body = 0; rows.next(); body++) {
                try (OutputStream out = Files.newOutputStream(directory.resolve("%08d.json".formatted(body)));
                        JsonGenerator json = JSON.createGenerator(out)) {
                    json.writeStartArray();
                    write(json, rows);
                    for (int row = 1; row < size && rows.next(); row++) {
                        write(json, rows);
                    }
                    json.writeEndArray();
                }
            }
        }
    }

    private static void write(JsonGenerator json, ResultSet row) throws IOException, SQLException {
        json.writeStartObject();
        int columns = row.getMetaData().getColumnCount();
        for (int i = 1; i <= columns; i++) {
            json.writeFieldName(row.getMetaData().getColumnName(i));
            if (i == BOOLEAN) {
                json.writeBoolean(row.getInt(i) != 0);
                continue;
            }
            switch (row.getObject(i)) {
                case null -> json.writeNull();
                case Integer number -> json.writeNumber(number);
                case Long number -> json.writeNumber(number);
                case Double number -> json.writeNumber(number);
                case Object other -> json.writeString(other.toString());
            }
        }
        json.writeEndObject();
    }
}
