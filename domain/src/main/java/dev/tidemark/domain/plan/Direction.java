package dev.tidemark.domain.plan;

/** Which way a profile is run. */
public enum Direction {
    /** From the profile's source to its sink. */
    PUSH,
    /** From the profile's sink back to its source. */
    PULL;

    /** As users write it: {@code push} or {@code pull}. */
    public String word() {
        return this == PUSH ? "push" : "pull";
    }
}
