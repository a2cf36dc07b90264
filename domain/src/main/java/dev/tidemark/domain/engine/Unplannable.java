package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the user wrote cannot be done; says what and what to write instead. */
class Unplannable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String advice;

    Unplannable(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    /**
     * All of them as one, so that they can be mended at once. What to do stands with each table; what goes over several lines,
     * such as a script, stands after all, in the order in which the tables were planned.
     */
    static Unplannable all(List<Unplannable> several) {
        if (several.size() == 1) {
            return several.getFirst();
        }
        Map<String, List<String>> tables = new LinkedHashMap<>();
        several.forEach(one -> {
            List<String> same = tables.computeIfAbsent(one.whatToDo(), _ -> new ArrayList<>());
            one.table().ifPresent(same::add);
        });
        String message = tables.entrySet()
                .stream()
                .map(entry -> Objected.about(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining("; "));
        return new Unplannable(message,
                several.stream().map(Unplannable::advice).filter(Unplannable::isScript).distinct()
                        .collect(Collectors.joining("\n")));
    }

    private static boolean isScript(String advice) {
        return advice.contains("\n");
    }

    private String whatToDo() {
        return advice.isBlank() || isScript(advice) ? what() : what() + " (" + advice + ")";
    }

    /** The table, where the words do not name it. */
    Optional<String> table() {
        return Optional.empty();
    }

    String what() {
        return String.valueOf(getMessage());
    }

    String advice() {
        return advice;
    }

    /** The sink cannot carry out the plan. */
    static final class Objected extends Unplannable {
        private static final long serialVersionUID = 1;

        private final String table;
        private final String what;

        Objected(String table, Finding objection) {
            super(about(List.of(table), objection.message()), objection.advice());
            this.table = table;
            this.what = objection.message();
        }

        static String about(List<String> tables, String what) {
            return switch (tables.size()) {
                case 0 -> what;
                case 1 -> "table " + tables.getFirst() + ": " + what;
                default -> "tables " + String.join(", ", tables) + ": " + what;
            };
        }

        @Override
        Optional<String> table() {
            return Optional.of(table);
        }

        @Override
        String what() {
            return what;
        }
    }
}
