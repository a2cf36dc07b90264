package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import java.util.Map;
import java.util.Optional;

/** Words that profiles and tables share, and what they mean; those of later versions are known and said to be such. */
final class Words {
    private static final Map<String, SchemaPolicy> SCHEMAS = Map.of("create", SchemaPolicy.CREATE, "evolve",
            SchemaPolicy.EVOLVE,
            "match", SchemaPolicy.MATCH);
    private static final Map<String, Optional<SyncMode>> MODES = Map.of("upsert", Optional.of(new SyncMode.Upsert()),
            "insert-only",
            Optional.of(new SyncMode.InsertOnly()), "full-refresh", Optional.empty(), "snapshot", Optional.empty());
    private static final Map<String, Optional<ChangeDetection>> CHANGES = Map.of("auto",
            Optional.of(new ChangeDetection.All()), "all",
            Optional.of(new ChangeDetection.All()), "compare", Optional.empty(), "digest", Optional.empty());

    private final Reader reader;

    Words(Reader reader) {
        this.reader = reader;
    }

    Optional<SyncMode> mode(Tree tree) {
        return known(tree, "mode", MODES);
    }

    /** What {@code auto} stands for is the choice of this version: all rows are sent, equal ones are left alone. */
    Optional<ChangeDetection> changes(Tree tree) {
        if (tree instanceof Tree.Mapping) {
            Fields fields = reader.fields(tree, "changes", Keys.CHANGES);
            fields.get("watermark").ifPresent(reader::checkText);
            fields.get("lookback").ifPresent(reader::checkText);
            reader.problems().reportWhenUsed(tree.place(),
                    "'changes' by a watermark is not in this version yet; leave it out, or use all");
            return Optional.empty();
        }
        return known(tree, "changes", CHANGES);
    }

    Optional<SchemaPolicy> schema(Tree tree) {
        return reader.word(tree, SCHEMAS);
    }

    private <T> Optional<T> known(Tree tree, String key, Map<String, Optional<T>> meanings) {
        Optional<Optional<T>> meaning = reader.word(tree, meanings);
        if (meaning.isPresent() && meaning.get().isEmpty()) {
            reader.problems().reportWhenUsed(tree.place(), notYet(key, tree));
        }
        return meaning.flatMap(value -> value);
    }

    static String notYet(String key, Tree tree) {
        return "'" + key + ": " + (tree instanceof Tree.Scalar scalar ? scalar.written() : tree.kind())
                + "' is not in this version yet";
    }
}
