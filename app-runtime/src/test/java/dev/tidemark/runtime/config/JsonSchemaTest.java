package dev.tidemark.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an editor completes is what the program understands. */
final class JsonSchemaTest {

    static Stream<Arguments> parts() {
        String table = "$defs/table/oneOf/1/properties";
        return Stream.of(Arguments.of("properties", Keys.ROOT), Arguments.of("$defs/sqlite/properties", Keys.SQLITE),
                Arguments.of("$defs/postgres/properties", Keys.POSTGRES),
                Arguments.of("$defs/supabase/properties", Keys.SUPABASE),
                Arguments.of("$defs/profile/properties", Keys.PROFILE),
                Arguments.of("$defs/pull/properties", Keys.PULL),
                Arguments.of("$defs/profile/properties/retry/properties", Keys.RETRY),
                Arguments.of("$defs/changes/oneOf/1/properties", Keys.CHANGES), Arguments.of(table, Keys.TABLE),
                Arguments.of("$defs/profile/properties/schedule/oneOf/1/properties", Keys.SCHEDULE),
                Arguments.of(table + "/columns/properties", Keys.COLUMNS),
                Arguments.of(table + "/snapshot/oneOf/1/properties", Keys.SNAPSHOT));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void theSchemaNamesTheKeysThatTheParserKnows(String part, Set<String> known) throws IOException {
        assertEquals(new TreeSet<>(known), new TreeSet<>(keysByPath().getOrDefault(part, Set.of())));
    }

    /** The keys of every object of the schema, by the path that leads to it. */
    private static Map<String, Set<String>> keysByPath() throws IOException {
        Map<String, Set<String>> keys = new HashMap<>();
        try (InputStream schema = Objects
                .requireNonNull(Configuration.class.getResourceAsStream("tidemark.schema.json"));
                JsonParser parser = new JsonFactory().createParser(schema)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    String path = parser.getParsingContext().pathAsPointer().toString();
                    String parent = path.substring(0, path.lastIndexOf('/')).replaceFirst("^/", "");
                    keys.computeIfAbsent(parent, _ -> new TreeSet<>()).add(parser.currentName());
                }
            }
        }
        return keys;
    }
}
