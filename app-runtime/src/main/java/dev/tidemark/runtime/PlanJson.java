package dev.tidemark.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.ChangePlan.TableChanges;
import java.io.IOException;
import java.util.List;

/** What a run would do, as JSON: the object of {@link ReportJson}, and what else a plan knows. */
public final class PlanJson {

    private PlanJson() {
    }

    /** One line without a line break. */
    public static String write(ChangePlan plan) {
        return JsonText.of(json -> {
            json.writeStartObject();
            new ReportJson(json, table -> changes(json, plan, table.table())).fields(plan.report());
            json.writeBooleanField("hasChanges", plan.hasChanges());
            json.writeEndObject();
        });
    }

    private static void changes(JsonGenerator json, ChangePlan plan, String table) throws IOException {
        TableChanges changes = plan.tables().stream().filter(one -> one.table().equals(table)).findFirst()
                .orElseGet(() -> new TableChanges(table, List.of(), List.of(), List.of()));
        JsonText.texts(json, "ddl", changes.ddl());
        JsonText.list(json, "samples", changes.samples(), sample -> DifferenceJson.write(json, sample));
        JsonText.texts(json, "notes", changes.notes());
    }
}
