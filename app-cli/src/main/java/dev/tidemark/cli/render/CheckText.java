package dev.tidemark.cli.render;

import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a check brought to light, for a person: the stores first, then a paragraph a table, each finding with its advice. */
public final class CheckText {
    private final Style style;

    public CheckText(Style style) {
        this.style = style;
    }

    /** The findings of one profile. */
    public List<String> lines(String profile, List<Finding> findings) {
        Map<String, List<Finding>> groups = new LinkedHashMap<>();
        groups.put("", new ArrayList<>());
        findings.forEach(finding -> groups.computeIfAbsent(finding.table(), _ -> new ArrayList<>()).add(finding));
        List<String> lines = new ArrayList<>();
        lines.add(style.strong(profile));
        groups.forEach((table, found) -> {
            String indent = table.isEmpty() ? "  " : "    ";
            if (!table.isEmpty()) {
                lines.add("  " + table);
            }
            found.forEach(finding -> add(finding, indent, lines));
        });
        return lines;
    }

    private void add(Finding finding, String indent, List<String> lines) {
        List<String> message = finding.message().lines().toList();
        for (int line = 0; line < message.size(); line++) {
            lines.add(indent + (line == 0 ? sign(finding.severity()) : " ") + " " + message.get(line));
        }
        List<String> advice = finding.advice().lines().toList();
        for (int line = 0; line < advice.size(); line++) {
            // What comes after the first line is to be copied as it is.
            lines.add(indent + "  " + (line == 0 ? style.faint("-> ") : "   ") + advice.get(line));
        }
    }

    private String sign(Severity severity) {
        return switch (severity) {
            case OK -> style.good("✓");
            case NOTE -> "·";
            case WARNING -> style.careful("!");
            case ERROR -> style.bad("✗");
        };
    }

    /** How many findings there are of each kind, in one line; the worst first. */
    public String sum(Collection<Finding> findings) {
        List<String> counts = new ArrayList<>();
        long errors = count(findings, Severity.ERROR);
        long warnings = count(findings, Severity.WARNING);
        long notes = count(findings, Severity.NOTE);
        if (errors > 0) {
            counts.add(style.bad(Amounts.count(errors, "error", "errors")));
        }
        if (warnings > 0) {
            counts.add(style.careful(Amounts.count(warnings, "warning", "warnings")));
        }
        if (notes > 0) {
            counts.add(Amounts.count(notes, "note", "notes"));
        }
        counts.add(Amounts.count(count(findings, Severity.OK)) + " as it should be");
        return String.join(", ", counts);
    }

    private static long count(Collection<Finding> findings, Severity severity) {
        return findings.stream().filter(finding -> finding.severity() == severity).count();
    }
}
