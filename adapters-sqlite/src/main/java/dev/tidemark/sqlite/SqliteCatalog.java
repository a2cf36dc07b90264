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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;

/** Reads what a file declares: its tables, columns, keys and references. Used under the session's lock. */
final class SqliteCatalog {
    private final SqliteSession session;
    private final String file;

    SqliteCatalog(SqliteSession session, Path path) {
        this.session = session;
        this.file = identityOf(path);
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
        return session.descriptions().find(name, session.number("PRAGMA main.schema_version"), this::look);
    }

    private Optional<SqliteTable> look(TableName name) throws SQLException {
        List<Relationship> found = session.list("""
                SELECT l.name, l.type, l.wr, l.strict, coalesce(s.rootpage, 0), coalesce(s.rowid, 0), coalesce(s.sql, '')
                FROM pragma_table_list(?) AS l
                LEFT JOIN main.sqlite_schema AS s ON s.name = l.name AND s.type IN ('table', 'view')
                WHERE l.schema = 'main'""", Relationship::of, name.name());
        return found.isEmpty() ? Optional.empty() : Optional.of(table(found.getFirst()));
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

    /** A line of {@code pragma_table_xinfo}. */
    private record Field(SqliteColumn column, int placeInKey) {
    }

    /** A line of {@code pragma_index_list}. */
    private record Index(String name, boolean unique, boolean ofPrimaryKey, boolean partial) {
    }

    /** A line of {@code pragma_index_xinfo}; an expression has no name. */
    private record IndexColumn(Optional<String> name, String collation) {
    }

    private SqliteTable table(Relationship relation) throws SQLException {
        List<Field> fields = fields(relation);
        List<String> primaryKey = fields.stream()
                .filter(field -> field.placeInKey() > 0)
                .sorted((one, other) -> Integer.compare(one.placeInKey(), other.placeInKey()))
                .map(field -> field.column().name())
                .toList();
        List<Index> indexes = indexes(relation.name());
        boolean keyHasIndex = indexes.stream().anyMatch(Index::ofPrimaryKey);
        boolean alias = primaryKey.size() == 1 && !keyHasIndex && !relation.withoutRowid() && !relation.isView();
        List<UniqueIndex> uniques = new ArrayList<>();
        List<String> first = new ArrayList<>();
        for (Index index : indexes) {
            List<IndexColumn> columns = indexColumns(index.name());
            columns.getFirst().name().ifPresent(first::add);
            if (index.unique() && !index.partial() && columns.stream().allMatch(column -> column.name().isPresent())) {
                uniques.add(new UniqueIndex(columns.stream().map(column -> column.name().orElseThrow()).toList(),
                        columns.stream().map(IndexColumn::collation).toList()));
            }
        }
        List<SqliteColumn> columns = withCollations(relation, fields, primaryKey, uniques, alias);
        return new SqliteTable(relation.name(), file + "#" + relation.name() + "@" + relation.place(),
                relation.isView() ? Relation.VIEW : Relation.TABLE, relation.strict(), relation.withoutRowid(),
                rowidName(relation, columns),
                alias ? Optional.of(primaryKey.getFirst()) : Optional.empty(), columns, primaryKey, uniques, first,
                foreignKeys(relation.name(), columns));
    }

    private List<Field> fields(Relationship relation) throws SQLException {
        return session.list("""
                SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?)
                WHERE hidden <> 1 ORDER BY cid""", row -> {
            int place = (int) row.integer(4);
            String declared = text(row, 1);
            boolean notNull = (row.integer(2) != 0) || relation.withoutRowid() && place > 0;
            SqliteColumn column = new SqliteColumn(text(row, 0), declared, Affinity.of(declared, relation.strict()),
                    "BINARY", notNull, Optional.ofNullable(row.text(3)), row.integer(5) > 1);
            return new Field(column, place);
        }, relation.name());
    }

    private List<Index> indexes(String table) throws SQLException {
        return session.list("SELECT name, \"unique\", origin, partial FROM pragma_index_list(?) ORDER BY seq DESC",
                row -> new Index(text(row, 0), (row.integer(1) != 0), text(row, 2).equals("pk"), (row.integer(3) != 0)),
                table);
    }

    private List<IndexColumn> indexColumns(String index) throws SQLException {
        return session.list("SELECT name, coll, cid FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno",
                row -> new IndexColumn(row.integer(2) < 0 ? Optional.empty() : Optional.of(text(row, 0)),
                        text(row, 1)),
                index);
    }

    /** Only columns that may be part of a key are asked for their collation, for it takes a query each. */
    private List<SqliteColumn> withCollations(Relationship relation, List<Field> fields, List<String> primaryKey,
            List<UniqueIndex> uniques, boolean alias) throws SQLException {
        List<SqliteColumn> columns = new ArrayList<>();
        for (Field field : fields) {
            SqliteColumn column = field.column();
            boolean inKey = primaryKey.contains(column.name()) && !alias
                    || uniques.stream().anyMatch(unique -> unique.columns().contains(column.name()));
            columns.add(inKey ? withCollation(relation, column) : column);
        }
        return columns;
    }

    private SqliteColumn withCollation(Relationship relation, SqliteColumn column) throws SQLException {
        return new SqliteColumn(column.name(), column.declaredType(), column.affinity(),
                collation(relation.name(), column.name()), column.notNull(), column.defaultExpression(),
                column.computed());
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

    private List<ForeignKey> foreignKeys(String table, List<SqliteColumn> columns) throws SQLException {
        record Part(long id, String target, String from, Optional<String> to, String onDelete) {
        }
        List<Part> parts = session.list("""
                SELECT id, "table", "from", "to", on_delete FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq""",
                row -> new Part(row.integer(0), text(row, 1), text(row, 2),
                        Optional.ofNullable(row.text(3)),
                        text(row, 4)),
                table);
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
