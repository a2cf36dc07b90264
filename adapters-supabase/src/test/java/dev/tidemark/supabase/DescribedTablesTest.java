package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.Column.Nullability;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.supabase.SupabaseTable.Referrer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DescribedTablesTest {
    /** As PostgREST 12.0.2 writes it, shortened. */
    private static final String ROOT = """
            {"swagger":"2.0","info":{"description":"","title":"standard public schema","version":"12.0.2"},
             "host":"127.0.0.1:3000","paths":{"/":{"get":{"tags":["Introspection"]}}},
             "definitions":{
              "child":{"required":["id","parent_id"],"properties":{
                "id":{"description":"Note:\\nThis is a Primary Key.<pk/>","format":"integer","type":"integer"},
                "parent_id":{"description":"whose it is\\n\\nNote:\\nThis is a Foreign Key to `parent.id`.<fk table='parent' column='id'/>","format":"integer","type":"integer"},
                "self":{"description":"Note:\\nThis is a Foreign Key to `child.id`.<fk table='child' column='id'/>","format":"integer","type":"integer"},
                "far":{"description":"Note:\\nThis is a Foreign Key to `hidden.id`.<fk table='hidden' column='id'/>","format":"integer","type":"integer"},
                "Odd, name":{"description":"no <pk/> at all","format":"text","type":"string"}},"type":"object"},
              "parent":{"required":["id","name"],"properties":{
                "id":{"description":"Note:\\nThis is a Primary Key.<pk/>","format":"integer","type":"integer"},
                "name":{"default":"it's","format":"character varying","maxLength":20,"type":"string"},
                "at":{"default":"now()","format":"timestamp with time zone","type":"string"},
                "n":{"default":7,"format":"numeric","type":"number"},
                "tags":{"format":"text[]","items":{"type":"string"},"type":"array"},
                "m":{"enum":["sad","ok"],"format":"public.mood","type":"string"},
                "doc":{"format":"jsonb"}},"type":"object"},
              "v_child":{"properties":{
                "id":{"description":"Note:\\nThis is a Primary Key.<pk/>","format":"integer","type":"integer"},
                "parent_id":{"description":"Note:\\nThis is a Foreign Key to `parent.id`.<fk table='parent' column='id'/>","format":"integer","type":"integer"}},"type":"object"},
              "nopk":{"properties":{"a":{"format":"integer","type":"integer"}},"type":"object"},
              "codes":{"required":["code","a"],"properties":{
                "a":{"description":"Note:\\nThis is a Primary Key.<pk/>","format":"int64","type":"integer"},
                "code":{"description":"Note:\\nThis is a Primary Key.<pk/>","format":"extensions.citext","type":"string"}},"type":"object"}},
             "produces":["application/json"]}
            """;
    private static final SupabaseConfig CONFIG = SupabaseConfig.of(URI.create("https://ref.supabase.co"),
            "sb_secret_x");

    @Test
    void theServersVersionIsRead() throws IOException {
        assertEquals("12.0.2", read(ROOT).version());
    }

    @Test
    void columnsComeInTheServersOrderWithTheirTypes() {
        TableSchema parent = find("parent").schema();
        assertEquals(List.of("id", "name", "at", "n", "tags", "m", "doc"),
                parent.columns().stream().map(Column::name).toList());
        assertEquals(List.of(ValueType.INT64, ValueType.TEXT, ValueType.TIMESTAMPTZ, ValueType.DECIMAL,
                ValueType.ofNative("text[]"), ValueType.ofNative("mood"), ValueType.JSON),
                parent.columns().stream().map(Column::type).toList());
        assertEquals("character varying(20)", parent.column("name").orElseThrow().declaredType());
        assertEquals(OptionalInt.of(20), find("parent").column("name").orElseThrow().maxLength());
        assertEquals("public.mood", find("parent").column("m").orElseThrow().format());
        assertEquals("postgresql", parent.dialect());
        assertEquals("supabase https://ref.supabase.co/rest/v1/public/parent", parent.identity());
    }

    @Test
    void whatIsRequiredIsNotNull() {
        TableSchema parent = find("parent").schema();
        assertEquals(Nullability.NOT_NULL, parent.column("name").orElseThrow().nullability());
        assertEquals(Nullability.NULLABLE, parent.column("n").orElseThrow().nullability());
    }

    @Test
    void defaultsAreExpressionsAgain() {
        TableSchema parent = find("parent").schema();
        assertEquals(Optional.of("'it''s'"), parent.column("name").orElseThrow().defaultExpression());
        assertEquals(Optional.of("now()"), parent.column("at").orElseThrow().defaultExpression());
        assertEquals(Optional.of("7"), parent.column("n").orElseThrow().defaultExpression());
        assertEquals(Optional.empty(), parent.column("doc").orElseThrow().defaultExpression());
    }

    @Test
    void thePrimaryKeyIsInTheOrderOfTheColumns() {
        TableSchema codes = find("codes").schema();
        assertEquals(List.of("a", "code"), codes.key());
        assertEquals(List.of(List.of("a", "code")), codes.uniqueKeys());
        assertEquals(KeyEquality.LOOSE, codes.keyEquality());
        assertEquals(KeyEquality.BY_VALUE, find("child").schema().keyEquality());
    }

    @Test
    void foreignKeysAreKnownFromBothSidesWithinTheSchema() {
        ForeignKey toParent = new ForeignKey(List.of("parent_id"), new TableName("parent"), List.of("id"), "NO ACTION");
        ForeignKey toItself = new ForeignKey(List.of("self"), new TableName("child"), List.of("id"), "NO ACTION");
        assertEquals(List.of(toParent, toItself), find("child").schema().foreignKeys());
        assertEquals(List.of(new Referrer(new TableName("child"), toParent)), find("parent").referrers());
        assertEquals(List.of(new Referrer(new TableName("child"), toItself)), find("child").referrers());
    }

    @Test
    void aViewHasTheKeyOfNoTable() {
        TableSchema view = find("v_child").schema();
        assertEquals(Relation.VIEW, view.relation());
        assertEquals(List.of(), view.key());
        assertEquals(List.of(), view.foreignKeys());
    }

    @Test
    void aRelationWithoutKeyAndNotNullIsWhatItIsFoundToBe() throws IOException {
        TableName table = new TableName("nopk");
        assertEquals(Relation.TABLE, new DescribedTables(CONFIG, read(ROOT), _ -> true).find(table).orElseThrow()
                .schema().relation());
        assertEquals(Relation.VIEW, new DescribedTables(CONFIG, read(ROOT), _ -> false).find(table).orElseThrow()
                .schema().relation());
    }

    @Test
    void aTableThatIsNotDescribedIsNotThere() throws IOException {
        assertTrue(new DescribedTables(CONFIG, read(ROOT), DescribedTablesTest::unasked).find(new TableName("none"))
                .isEmpty());
    }

    @Test
    void aCutDescriptionIsNoDescription() {
        assertThrows(IOException.class, () -> read(ROOT.substring(0, 900)));
        assertThrows(IOException.class, () -> read("<html>"));
        assertThrows(IOException.class, () -> read("[]"));
    }

    private static SupabaseTable find(String name) {
        try {
            return new DescribedTables(CONFIG, read(ROOT), DescribedTablesTest::unasked).find(new TableName(name))
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean unasked(TableName table) {
        throw new AssertionError(table + " needs no probe");
    }

    private static ApiDescription read(String root) throws IOException {
        return ApiDescription.read(new ByteArrayInputStream(root.getBytes(StandardCharsets.UTF_8)));
    }
}
