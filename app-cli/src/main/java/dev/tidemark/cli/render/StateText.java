package dev.tidemark.cli.render;

import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.CursorCodec;
import dev.tidemark.domain.position.SyncPoint;
import dev.tidemark.runtime.RememberedTable;
import java.util.ArrayList;
import java.util.List;

/** What is remembered between runs, for a person: a paragraph for each table and direction. */
public final class StateText {
    private final Style style;

    public StateText(Style style) {
        this.style = style;
    }

    public List<String> lines(List<RememberedTable> tables) {
        return tables.stream().flatMap(table -> lines(table).stream()).toList();
    }

    private List<String> lines(RememberedTable table) {
        List<String> lines = new ArrayList<>();
        lines.add(style.strong(table.scope().direction() + " of " + table.scope().table()));
        table.checkpoint().ifPresent(checkpoint -> lines.add(style.careful("  unfinished  ") + unfinished(checkpoint)));
        table.syncPoint().ifPresent(point -> lines.add("  complete    " + complete(point)));
        table.syncPoint().flatMap(SyncPoint::watermark)
                .ifPresent(watermark -> lines.add("  watermark   " + Shown.value(watermark.text())));
        if (table.digests().rows() > 0) {
            lines.add("  digests     of " + Amounts.count(table.digests().rows(), "row", "rows") + ", "
                    + Amounts.megabytes(table.digests().bytes()));
        }
        if (table.rejects() > 0) {
            lines.add(style.bad("  rejects     ") + Amounts.count(table.rejects(), "row", "rows"));
        }
        if (table.orphans() > 0) {
            lines.add("  orphans     " + Amounts.count(table.orphans(), "key", "keys")
                    + " that a run which did not end well meant to delete");
        }
        return lines;
    }

    private static String unfinished(Checkpoint checkpoint) {
        return Amounts.count(checkpoint.rows(), "row", "rows") + ", " + CursorCodec.describe(checkpoint.cursor())
                + ", saved " + Times.local(checkpoint.savedAt());
    }

    private static String complete(SyncPoint point) {
        return "on " + Times.local(point.savedAt()) + ", with "
                + Amounts.count(point.sinkRows(), "row", "rows") + " in the sink";
    }
}
