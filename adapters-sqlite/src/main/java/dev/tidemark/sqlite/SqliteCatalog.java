package dev.tidemark.sqlite;

import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema.Relation;
import dev.tidemark.sqlite.SqliteTable.SqliteColumn;
import dev.tidemark.sqlite.SqliteTable.UniqueIndex;
import dev.tidemark.sqlite.driver.StoredRow;
import dev.tidemark.sqlite.wire.Affinity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;

/** Reads what a file declares: its tables, columns, keys and references. Used under the session's lock. */
final class SqliteCatalog {
    /** Each of {@code %s}, a list of tables. */
    private static final String FIELDS = """
            SELECT l.name, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden
            FROM %s AS l CROSS JOIN pragma_table_xinfo(l.name) AS x
            WHERE x.hidden <> 1 ORDER BY l.name, x.cid""";
    private static final String INDEXES = """
            SELECT l.name, x.name, x."unique", x.origin, x.partial
            FROM %s AS l CROSS JOIN pragma_index_list(l.name) AS x
            ORDER BY l.name, x.seq DESC""";
    private static final String INDEX_COLUMNS = """
            SELECT i.name, x.name, x.coll, x.cid
            FROM %s AS l CROSS JOIN pragma_index_list(l.name) AS i CROSS JOIN pragma_index_xinfo(i.name) AS x
            WHERE x.key = 1 ORDER BY i.name, x.seqno""";
    private static final String REFERENCES = """
            SELECT l.name, x.id, x."table", x."from", x."to", x.on_delete
            FROM %s AS l CROSS JOIN pragma_foreign_key_list(l.name) AS x
            ORDER BY l.name, x.id DESC, x.seq""";

    private final SqliteSession session;
    private final Path path;

    SqliteCatalog(SqliteSession session, Path path) {
        this.session = session;
        this.path = path;
    }

    /**
     * Which file this is: its canonical path, and the number that the file system gave it, so that a file put in its place
     * is another one.
     */
    private static String identityOf(Path path) {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return "sqlite:" + path.toRealPath() + (key == null ? "" : key);
        } catch (IOException _) {
            return "sqlite:" + path.toAbsolutePath().normalize();
        }
    }

    /** The ordinary tables in order of name: no views, no virtual tables and their shadows, nothing of SQLite's own. */
    List<TableName> tables() throws SQLException {
        return session.list("""
                SELECT name FROM pragma_table_list
                WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                ORDER BY name COLLATE BINARY""", row -> new TableName(text(row, 0)));
    }

    /** The names of the triggers of a table or view. */
    List<String> triggers(TableName table) throws SQLException {
        return session.list("""
                SELECT name FROM main.sqlite_schema WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE
                ORDER BY name""", row -> text(row, 0), table.name());
    }

    /**
     * A reference to a table.
     *
     * @param from the table that refers
     * @param indexed whether an index of it finds the rows that refer to one
     */
    record Reference(String from, ForeignKey key, boolean indexed) {
    }

    /** The references of all tables to this one. */
    List<Reference> referencesTo(String target) throws SQLException {
        List<Reference> references = new ArrayList<>();
        for (TableName name : tables()) {
            Optional<SqliteTable> table = find(name);
            table.map(SqliteTable::foreignKeys).orElse(List.of()).stream()
                    .filter(key -> key.target().name().equals(target))
                    .map(key -> new Reference(name.name(), key,
                            table.orElseThrow().isIndexed(key.columns().getFirst())))
                    .forEach(references::add);
        }
        return references;
    }

    /** The table or view of that name; SQLite does not tell names apart by case. */
    Optional<SqliteTable> find(TableName name) throws SQLException {
        return session.descriptions().find(name, session.schemaVersion(), this);
    }

    /** The table or view of that name, as it is now. */
    Optional<SqliteTable> look(TableName name) throws SQLException {
        return described("(SELECT * FROM pragma_table_list(?) WHERE schema = 'main')", name).stream().findFirst();
    }

    /** That many tables whose names are this or greater, in the order of their names: each alone takes five statements. */
    List<SqliteTable> lookAhead(TableName from, int most) throws SQLException {
        return described("""
                (SELECT * FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name >= ?
                 ORDER BY name LIMIT\s""" + most + ")", from);
    }

    /** What several tables declare, by the table's name; what is indexed, by the index's. */
    private record Declared(Map<String, List<Field>> fields, Map<String, List<Index>> indexes,
            Map<String, List<IndexColumn>> indexColumns, Map<String, List<Part>> references) {
    }

    private List<SqliteTable> described(String listed, TableName name) throws SQLException {
        List<Relationship> found = session.list("""
                SELECT l.name, l.type, l.wr, l.strict, coalesce(s.rootpage, 0), coalesce(s.rowid, 0), coalesce(s.sql, '')
                FROM %s AS l
                LEFT JOIN main.sqlite_schema AS s ON s.name = l.name AND s.type IN ('table', 'view')
                """.formatted(listed), Relationship::of, name.name());
        if (found.isEmpty()) {
            return List.of();
        }
        Declared declared = new Declared(each(FIELDS, listed, name, SqliteCatalog::field),
                each(INDEXES, listed, name, SqliteCatalog::index),
                each(INDEX_COLUMNS, listed, name, SqliteCatalog::indexColumn),
                each(REFERENCES, listed, name, SqliteCatalog::part));
        List<SqliteTable> tables = new ArrayList<>();
        for (Relationship relation : found) {
            tables.add(table(relation, declared));
        }
        return tables;
    }

    /** What a query says of each table or index, whose name is its first column. */
    private <T> Map<String, List<T>> each(String query, String listed, TableName name, SqliteSession.RowMapper<T> line)
            throws SQLException {
        Map<String, List<T>> lines = new HashMap<>();
        session.list(query.formatted(listed), row -> Map.entry(text(row, 0), line.map(row)), name.name())
                .forEach(one -> lines.computeIfAbsent(one.getKey(), _ -> new ArrayList<>()).add(one.getValue()));
        return lines;
    }

    /** A name or another text that SQLite itself gives; empty for none. */
    private static String text(StoredRow row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.text(column), "");
    }

    /** A line of {@code pragma_table_list}, and where the table lies. */
    private record Relationship(String name, String type, boolean withoutRowid, boolean strict, String place) {
        static Relationship of(StoredRow row) throws SQLException {
            CRC32 sql = new CRC32();
            sql.update(text(row, 6).getBytes(StandardCharsets.UTF_8));
            return new Relationship(text(row, 0), text(row, 1), (row.integer(2) != 0), (row.integer(3) != 0),
                    row.integer(5) + "." + row.integer(4) + "." + Long.toHexString(sql.getValue()));
        }

        boolean isView() {
            return type.equals("view");
        }
    }

    /** A line of {@code pragma_table_xinfo}; whether it is NOT NULL depends on the table as well. */
    private record Field(String name, String declared, boolean notNull, Optional<String> fallback, int placeInKey,
            boolean computed) {
    }

    private static Field field(StoredRow row) throws SQLException {
        return new Field(text(row, 1), text(row, 2), row.integer(3) != 0, Optional.ofNullable(row.text(4)),
                (int) row.integer(5), row.integer(6) > 1);
    }

    /** A line of {@code pragma_index_list}. */
    private record Index(String name, boolean unique, boolean ofPrimaryKey, boolean partial) {
    }

    private static Index index(StoredRow row) throws SQLException {
        return new Index(text(row, 1), row.integer(2) != 0, text(row, 3).equals("pk"), row.integer(4) != 0);
    }

    /** A line of {@code pragma_index_xinfo}; an expression has no name. */
    private record IndexColumn(Optional<String> name, String collation) {
    }

    private static IndexColumn indexColumn(StoredRow row) throws SQLException {
        return new IndexColumn(row.integer(3) < 0 ? Optional.empty() : Optional.of(text(row, 1)), text(row, 2));
    }

    /** A line of {@code pragma_foreign_key_list}. */
    private record Part(long id, String target, String from, Optional<String> to, String onDelete) {
    }

    private static Part part(StoredRow row) throws SQLException {
        return new Part(row.integer(1), text(row, 2), text(row, 3), Optional.ofNullable(row.text(4)), text(row, 5));
    }

    private SqliteTable table(Relationship relation, Declared declared) throws SQLException {
        List<Field> fields = declared.fields().getOrDefault(relation.name(), List.of());
        List<String> primaryKey = fields.stream()
                .filter(field -> field.placeInKey() > 0)
                .sorted((one, other) -> Integer.compare(one.placeInKey(), other.placeInKey()))
                .map(Field::name)
                .toList();
        List<Index> indexes = declared.indexes().getOrDefault(relation.name(), List.of());
        boolean keyHasIndex = indexes.stream().anyMatch(Index::ofPrimaryKey);
        boolean alias = primaryKey.size() == 1 && !keyHasIndex && !relation.withoutRowid() && !relation.isView();
        List<UniqueIndex> uniques = new ArrayList<>();
        List<String> first = new ArrayList<>();
        for (Index index : indexes) {
            List<IndexColumn> columns = declared.indexColumns().getOrDefault(index.name(), List.of());
            columns.getFirst().name().ifPresent(first::add);
            if (index.unique() && !index.partial() && columns.stream().allMatch(column -> column.name().isPresent())) {
                uniques.add(new UniqueIndex(columns.stream().map(column -> column.name().orElseThrow()).toList(),
                        columns.stream().map(IndexColumn::collation).toList()));
            }
        }
        List<SqliteColumn> columns = columns(relation, fields, primaryKey, uniques, alias);
        return new SqliteTable(relation.name(), identityOf(path) + "#" + relation.name() + "@" + relation.place(),
                relation.isView() ? Relation.VIEW : Relation.TABLE, relation.strict(), relation.withoutRowid(),
                rowidName(relation, columns),
                alias ? Optional.of(primaryKey.getFirst()) : Optional.empty(), columns, primaryKey, uniques, first,
                foreignKeys(declared.references().getOrDefault(relation.name(), List.of()), columns));
    }

    /** Only columns that may be part of a key are asked for their collation, for it takes a query each. */
    private List<SqliteColumn> columns(Relationship relation, List<Field> fields, List<String> primaryKey,
            List<UniqueIndex> uniques, boolean alias) throws SQLException {
        List<SqliteColumn> columns = new ArrayList<>();
        for (Field field : fields) {
            boolean inKey = primaryKey.contains(field.name()) && !alias
                    || uniques.stream().anyMatch(unique -> unique.columns().contains(field.name()));
            boolean notNull = field.notNull() || relation.withoutRowid() && field.placeInKey() > 0;
            columns.add(new SqliteColumn(field.name(), field.declared(),
                    Affinity.of(field.declared(), relation.strict()),
                    inKey ? collation(relation.name(), field.name()) : "BINARY", notNull, field.fallback(),
                    field.computed()));
        }
        return columns;
    }

    /**
     * By which collation a column compares. No pragma tells, so two texts are compared as the column would: a compound
     * query's column has the collation of the first part.
     */
    String collation(String table, String column) throws SQLException {
        String probe = "SELECT x = 'a', x = 'A ' FROM (SELECT t." + SqliteSql.quote(column) + " AS x FROM "
                + SqliteSql.quote(table) + " AS t WHERE 0 UNION ALL SELECT 'A' LIMIT 1)";
        return session.list(probe, row -> (row.integer(0) != 0) ? "NOCASE" : (row.integer(1) != 0) ? "RTRIM" : "BINARY")
                .getFirst();
    }

    private static Optional<String> rowidName(Relationship relation, List<SqliteColumn> columns) {
        if (relation.isView() || relation.withoutRowid()) {
            return Optional.empty();
        }
        return List.of("rowid", "_rowid_", "oid").stream()
                .filter(name -> columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(name)))
                .findFirst();
    }

    private List<ForeignKey> foreignKeys(List<Part> parts, List<SqliteColumn> columns) throws SQLException {
        Map<Long, List<Part>> byId = new LinkedHashMap<>();
        parts.forEach(part -> byId.computeIfAbsent(part.id(), _ -> new ArrayList<>()).add(part));
        List<ForeignKey> keys = new ArrayList<>();
        for (List<Part> key : byId.values()) {
            Part first = key.getFirst();
            Optional<String> target = spelled(first.target());
            List<String> implied = target.isPresent() ? primaryKey(target.get()) : List.of();
            boolean complete = first.to().isPresent() || implied.size() == key.size();
            if (target.isPresent() && complete) {
                List<String> to = first.to().isPresent() ? key.stream().map(part -> part.to().orElseThrow()).toList()
                        : implied;
                keys.add(new ForeignKey(key.stream().map(part -> spelled(part.from(), columns)).toList(),
                        new TableName(target.get()), to, first.onDelete()));
            }
        }
        return keys;
    }

    private static String spelled(String name, List<SqliteColumn> columns) {
        return columns.stream().map(SqliteColumn::name).filter(name::equalsIgnoreCase).findFirst().orElse(name);
    }

    /** The name as the table itself spells it; a reference to a table that is not there is none. */
    private Optional<String> spelled(String table) throws SQLException {
        return session.list("""
                SELECT name FROM pragma_table_list(?)
                WHERE schema = 'main' AND type = 'table'""", row -> text(row, 0), table)
                .stream().findFirst();
    }

    private List<String> primaryKey(String table) throws SQLException {
        return session.list("SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk", row -> text(row, 0),
                table);
    }
}
