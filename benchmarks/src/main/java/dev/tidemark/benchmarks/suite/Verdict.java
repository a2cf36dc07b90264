package dev.tidemark.benchmarks.suite;

/**
 * Whether the sink holds the truth.
 *
 * @param difference what is otherwise; empty if nothing is
 */
record Verdict(String difference) {
    static final Verdict EXACT = new Verdict("");

    boolean exact() {
        return difference.isEmpty();
    }

    Verdict and(Verdict other) {
        return exact() ? other : this;
    }
}
