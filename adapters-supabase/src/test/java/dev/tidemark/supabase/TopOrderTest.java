package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.domain.schema.ValueType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopOrderTest {

    @Test
    void anOrderOfColumnsIsWrittenAsTheServerReadsIt() {
        assertEquals(List.of("score.desc", "name.asc.nullslast"), terms("score desc, name ASC NULLS LAST"));
        assertEquals(List.of("score.asc"), terms("SCORE"));
        assertEquals(List.of("\"Odd, \\\"one\\\"\".desc.nullsfirst", "name.asc"),
                terms("\"Odd, \"\"one\"\"\" desc nulls first,name"));
        assertEquals(List.of("score.desc.nullslast"), terms("score.desc.nullslast"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"score >>>> nonsense(", "lower(name)", "nothing", "score desc name", "score desc,", "",
            "\"SCORE\"", "score, ,name", "1"})
    void whatIsNoListOfColumnsIsRefused(String order) {
        assertThrows(StoreException.Permanent.class, () -> terms(order));
    }

    private static List<String> terms(String order) {
        List<String> names = List.of("score", "name", "Odd, \"one\"");
        TableSchema schema = new TableSchema(new TableName("t"), "postgresql", "", Relation.TABLE,
                names.stream().map(name -> Column.of(name, ValueType.TEXT, "text")).toList(), List.of(),
                KeyEquality.BY_VALUE, List.of(), List.of());
        Stream<SupabaseColumn> columns = names.stream()
                .map(name -> new SupabaseColumn(name, "text", ValueType.TEXT, OptionalInt.empty()));
        return TopOrder.terms(order, new SupabaseTable(schema, columns.toList(), List.of(), true)).stream()
                .map(term -> URLDecoder.decode(term, StandardCharsets.UTF_8)).toList();
    }
}
