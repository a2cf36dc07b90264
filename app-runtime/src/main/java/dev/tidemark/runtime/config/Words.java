package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.Lookback;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.SyncMode.Every;
import java.util.Map;
import java.util.Optional;

/** Words that profiles and tables share, and what they mean; those of later versions are known and said to be such. */
final class Words {
    private static final Map<String, SchemaPolicy> SCHEMAS = Map.of("create", SchemaPolicy.CREATE, "evolve",
            SchemaPolicy.EVOLVE,
            "match", SchemaPolicy.MATCH);
    /** How the rows of a snapshot are stamped where nothing is said of it. */
    private static final SyncMode DAILY = snapshot(Every.DAY);
    private static final Map<String, SyncMode> MODES = Map.of("upsert", new SyncMode.Upsert(), "insert-only",
            new SyncMode.InsertOnly(), "full-refresh", new SyncMode.FullRefresh(), "snapshot", DAILY);
    private static final Map<String, Changes> CHANGES = Map.of("auto", new Changes.Auto(), "all",
            new Changes.Told(new ChangeDetection.All()), "compare", new Changes.Told(new ChangeDetection.Compare()),
            "digest", new Changes.Told(new ChangeDetection.Digest()));
    private static final Map<String, Every> PERIODS = Map.of("day", Every.DAY, "hour", Every.HOUR);
    /** So that a flag needs no braces. */
    private static final String WATERMARK = "watermark:";

    private final Reader reader;

    Words(Reader reader) {
        this.reader = reader;
    }

    Optional<SyncMode> mode(Tree tree) {
        return reader.word(tree, MODES);
    }

    /** A word, <code>watermark:column</code>, or a mapping with the watermark's column and how far to look back. */
    Optional<Changes> changes(Tree tree) {
        if (tree instanceof Tree.Mapping) {
            return byWatermark(reader.fields(tree, "changes", Keys.CHANGES));
        }
        if (tree instanceof Tree.Scalar scalar && scalar.text().startsWith(WATERMARK)) {
            String column = scalar.text().substring(WATERMARK.length()).strip();
            if (column.isEmpty()) {
                reader.wrong(tree, "the name of a column after " + WATERMARK, "");
                return Optional.empty();
            }
            return Optional.of(new Changes.Told(new ChangeDetection.ByWatermark(column, Optional.empty())));
        }
        return reader.word(tree, CHANGES);
    }

    private Optional<Changes> byWatermark(Fields fields) {
        if (fields.get("watermark").isEmpty()) {
            reader.problems().report(fields.place(), "'changes' with its keys needs a watermark: the name of a column");
        }
        Optional<Lookback> lookback = fields.get("lookback").flatMap(reader::lookback);
        return fields.get("watermark").flatMap(reader::text)
                .map(column -> new Changes.Told(new ChangeDetection.ByWatermark(column, lookback)));
    }

    /** <code>day</code> or <code>hour</code>, or a mapping with the period and the column of the stamp. */
    Optional<SyncMode> snapshot(Tree tree) {
        if (!(tree instanceof Tree.Mapping)) {
            return reader.word(tree, PERIODS).map(Words::snapshot);
        }
        Fields fields = reader.fields(tree, "snapshot", Keys.SNAPSHOT);
        Optional<Every> every = fields.get("every").map(word -> reader.word(word, PERIODS))
                .orElse(Optional.of(Every.DAY));
        Optional<String> column = fields.get("column").flatMap(reader::text);
        return every.map(period -> column.<SyncMode>map(name -> new SyncMode.Snapshot(period, name))
                .orElseGet(() -> snapshot(period)));
    }

    private static SyncMode snapshot(Every every) {
        return new SyncMode.Snapshot(every, switch (every) {
            case DAY -> "collected_on";
            case HOUR -> "collected_at";
        });
    }

    Optional<SchemaPolicy> schema(Tree tree) {
        return reader.word(tree, SCHEMAS);
    }

    static String notYet(String key, Tree tree) {
        return "'" + key + ": " + (tree instanceof Tree.Scalar scalar ? scalar.written() : tree.kind())
                + "' is not in this version yet";
    }
}
