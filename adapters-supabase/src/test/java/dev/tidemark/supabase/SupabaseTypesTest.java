package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.schema.ValueType;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupabaseTypesTest {

    @ParameterizedTest
    @CsvSource({"boolean,BOOLEAN", "smallint,INT64", "integer,INT64", "bigint,INT64", "int32,INT64", "int64,INT64",
            "oid,INT64", "real,FLOAT64", "double precision,FLOAT64", "numeric,DECIMAL", "text,TEXT",
            "character varying,TEXT", "character,TEXT", "name,TEXT", "bytea,BYTES", "date,DATE",
            "time without time zone,TIME", "timestamp without time zone,TIMESTAMP",
            "timestamp with time zone,TIMESTAMPTZ", "json,JSON", "jsonb,JSON", "uuid,UUID"})
    void aPlainTypeHasAFormInFlight(String format, ValueType.Kind kind) {
        assertEquals(new ValueType(kind, ""), SupabaseTypes.inFlight(format, OptionalInt.empty()));
    }

    @ParameterizedTest
    @CsvSource({"integer[],integer[]", "interval,interval", "time with time zone,time with time zone", "inet,inet",
            "public.mood,mood", "public.mood[],mood[]", "extensions.citext,extensions.citext", "\"char\",\"char\""})
    void everythingElseKeepsTheNameThatPostgresqlGivesIt(String format, String name) {
        assertEquals(ValueType.ofNative(name), SupabaseTypes.inFlight(format, OptionalInt.empty()));
    }

    @Test
    void aLengthThatTheServerTellsIsPartOfTheType() {
        assertEquals("character varying(20)", SupabaseTypes.declared("character varying", OptionalInt.of(20)));
        assertEquals("text", SupabaseTypes.declared("text", OptionalInt.empty()));
        assertEquals(ValueType.ofNative("bit(3)"), SupabaseTypes.inFlight("bit", OptionalInt.of(3)));
        assertEquals("bigint", SupabaseTypes.declared("int64", OptionalInt.empty()));
    }

    @ParameterizedTest
    @CsvSource({"'numeric(6,2)',numeric", "timestamp(3) with time zone,timestamp with time zone", "text,text",
            "'numeric(5,2)[]',numeric[]"})
    void theFormatOfADeclaredTypeHasNoModifiers(String declared, String format) {
        assertEquals(format, SupabaseTypes.format(declared));
    }

    @Test
    void textsThatAreEqualInSpiteOfCaseOrBlanksAreLoose() {
        assertTrue(SupabaseTypes.isLoose("character"));
        assertTrue(SupabaseTypes.isLoose("extensions.citext"));
        assertFalse(SupabaseTypes.isLoose("character varying"));
    }
}
