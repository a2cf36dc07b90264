package dev.tidemark.domain.plan;

/** How a run finds out which rows the sink needs. */
public sealed interface ChangeDetection {

    /** As users write it, such as {@code all}. */
    String word();

    /** Every source row goes to the sink, which leaves equal rows alone. */
    record All() implements ChangeDetection {
        @Override
        public String word() {
            return "all";
        }
    }
}
