package dev.tidemark.runtime.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Collects what is wrong, so that all of it is told at once. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private final List<Problem> whenUsed = new ArrayList<>();

    /** Wrong whoever looks at it. */
    void report(Place place, String message) {
        found.add(place.problem(message));
    }

    /** Wrong only for a run that needs this part: an unset variable, a feature to come. */
    void reportWhenUsed(Place place, String message) {
        whenUsed.add(place.problem(message));
    }

    List<Problem> found() {
        return found;
    }

    List<Problem> whenUsed() {
        return whenUsed;
    }

    boolean isEmpty() {
        return found.isEmpty() && whenUsed.isEmpty();
    }

    void addFound(List<Problem> others) {
        found.addAll(others);
    }

    void addWhenUsed(List<Problem> others) {
        whenUsed.addAll(others);
    }

    /** Ends here if something is wrong whoever looks at it. */
    void throwFound() {
        throwIfAny(found);
    }

    /** Ends here if anything is wrong. */
    void throwAny() {
        throwIfAny(Stream.concat(found.stream(), whenUsed.stream()).toList());
    }

    /** In the order of the file, each once: a profile is read for both directions. */
    private static void throwIfAny(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems.stream()
                    .distinct()
                    .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                    .toList());
        }
    }
}
