package dev.tidemark.domain.plan;

/** What happens to rows of the sink that the source no longer has. */
public sealed interface OrphanPolicy {

    /** They stay. */
    record Keep() implements OrphanPolicy {
    }

    /** They are deleted after a complete pass, unless they are more than the limit allows. */
    record Delete(DeleteLimit limit) implements OrphanPolicy {
    }
}
