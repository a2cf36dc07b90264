package dev.tidemark.runtime;

import dev.tidemark.domain.engine.SyncReport;

/** A report as the JSON object of the public contract. */
public final class ReportJson {

    private ReportJson() {
    }

    /** One line without a line break. */
    public static String write(SyncReport report) {
        return "{\"run\":\"" + report.run() + "\"}";
    }
}
