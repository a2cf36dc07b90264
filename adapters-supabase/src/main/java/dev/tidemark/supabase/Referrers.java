package dev.tidemark.supabase;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema.Relation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The foreign keys that refer to a table. Those of one column the server describes; those of several it shows only by taking
 * a request that embeds one table in the other.
 *
 * @param embeddings what to embed into the table's rows to keep only those that another table's rows refer to
 * @param own the references of the table to itself, by one column each
 * @param ownOfSeveral whether the table refers to itself by several columns
 * @see <a href="https://docs.postgrest.org/en/stable/references/api/resource_embedding.html">Resource embedding</a>
 */
record Referrers(List<String> embeddings, List<ForeignKey> own, boolean ownOfSeveral) {
    /** PGRST201. */
    private static final int SEVERAL_CHOICES = 300;

    Referrers {
        embeddings = List.copyOf(embeddings);
        own = List.copyOf(own);
    }

    static Referrers find(SupabaseClient client, SupabaseTables tables, SupabaseTable table) {
        TableName name = table.schema().name();
        Set<String> embeddings = new LinkedHashSet<>();
        List<ForeignKey> own = new ArrayList<>();
        for (SupabaseTable.Referrer referrer : table.referrers()) {
            if (referrer.table().equals(name)) {
                own.add(referrer.key());
            } else if (referrer.key().columns().size() == 1) {
                embeddings.add(embedding(referrer.table(), referrer.key().columns().getFirst()));
            }
        }
        boolean ownOfSeveral = false;
        Search search = new Search(client, table);
        for (SupabaseTable other : tables.all()) {
            if (other.schema().relation() != Relation.TABLE) {
                continue;
            }
            boolean itself = other.schema().name().equals(name);
            if (itself) {
                ownOfSeveral = search.ofSeveralColumnsOfItself(own.size());
            } else {
                embeddings.addAll(search.ofSeveralColumns(other));
            }
        }
        return new Referrers(List.copyOf(embeddings), own, ownOfSeveral);
    }

    /**
     * @param hint a column of the foreign key, or the name of its constraint
     */
    static String embedding(TableName other, String hint) {
        return Filters.name(other.name()) + "!" + Filters.name(hint);
    }

    /** Looks for foreign keys that the description does not tell. */
    private record Search(SupabaseClient client, SupabaseTable table) {
        private static final JsonFactory JSON = new JsonFactory();

        /**
         * @param told how many references to itself the description tells
         * @throws StoreException.Permanent if it has several, one of them by several columns: of those PostgREST shows none
         */
        boolean ofSeveralColumnsOfItself(int told) {
            TableName name = table.schema().name();
            try (RestAnswer answer = client.look(embed(table, table), doing(name))) {
                if (answer.status() == SEVERAL_CHOICES && named(name, answer).size() > told) {
                    throw new StoreException.Permanent("deleting from " + name
                            + ": it refers to itself in several ways,"
                            + " one of them by several columns, and over REST nobody can tell which rows are referred to",
                            "PGRST201", "delete its orphans in SQL, or leave out delete-orphans for it", null);
                }
                return answer.isSuccess() && told == 0;
            } catch (IOException e) {
                throw client.lost(doing(name), e);
            }
        }

        /** What to embed for the foreign keys of several columns by which the other table refers to this one. */
        List<String> ofSeveralColumns(SupabaseTable other) {
            TableName name = other.schema().name();
            long told = table.referrers().stream().filter(referrer -> referrer.table().equals(name)).count();
            boolean known = told > 0
                    || table.schema().foreignKeys().stream().anyMatch(key -> key.target().equals(name));
            try (RestAnswer answer = client.look(embed(table, other), doing(name))) {
                if (answer.isSuccess()) {
                    boolean refers = !known && (isList(answer) || !isReferredTo(other));
                    return refers ? List.of(Filters.name(name.name())) : List.of();
                }
                List<String> named = answer.status() == SEVERAL_CHOICES ? named(name, answer) : List.of();
                return named.size() > told ? named : List.of();
            } catch (IOException e) {
                throw client.lost(doing(name), e);
            }
        }

        /**
         * Whether it is this table that refers to the other: one row here belongs to one there, and many here to one there. One
         * to one looks alike from both sides, so that a row here may be referred to.
         */
        private boolean isReferredTo(SupabaseTable other) throws IOException {
            TableName name = other.schema().name();
            try (RestAnswer answer = client.look(embed(other, table), doing(name))) {
                return answer.isSuccess() && isList(answer);
            }
        }

        /** A row of one table with the rows, or the row, of the other that belong to it. */
        private static RestRequest embed(SupabaseTable one, SupabaseTable other) {
            String embedded = "r:" + Filters.name(other.schema().name().name()) + "("
                    + Filters.name(other.schema().columns().getFirst().name()) + ")";
            return RestRequest.get(Filters.path(one.schema().name()),
                    new RestQuery().with("select", embedded).with("limit", "1").text());
        }

        private String doing(TableName other) {
            return "looking for references of " + other + " to " + table.schema().name();
        }

        /** Many rows of the other table refer to one of this: {@code [{"r":[...]}]}, else {@code [{"r":{...}}]}. */
        private static boolean isList(RestAnswer answer) throws IOException {
            try (JsonParser rows = JSON.createParser(answer.body())) {
                boolean named = false;
                for (JsonToken token = rows.nextToken(); token != null; token = rows.nextToken()) {
                    if (named) {
                        return token == JsonToken.START_ARRAY;
                    }
                    named = token == JsonToken.FIELD_NAME;
                }
                return false;
            }
        }

        /** The server lists the relationships among which it cannot choose, each by the name of its constraint. */
        private static List<String> named(TableName other, RestAnswer answer) throws IOException {
            List<String> found = new ArrayList<>();
            String cardinality = "";
            try (JsonParser body = JSON.createParser(answer.body())) {
                for (JsonToken token = body.nextToken(); token != null; token = body.nextToken()) {
                    if (token != JsonToken.VALUE_STRING) {
                        continue;
                    }
                    String text = body.getText();
                    switch (String.valueOf(body.currentName())) {
                        case "cardinality" -> cardinality = text;
                        case "relationship" -> {
                            boolean refers = cardinality.equals("one-to-many") || cardinality.equals("one-to-one");
                            if (refers && text.contains(" using ")) {
                                found.add(embedding(other, text.substring(0, text.lastIndexOf(" using "))));
                            }
                        }
                        default -> {
                        }
                    }
                }
                return found;
            }
        }
    }
}
