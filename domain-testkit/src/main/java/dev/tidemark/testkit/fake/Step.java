package dev.tidemark.testkit.fake;

/** Something that a run does to a store, at which a fault can strike. */
public enum Step {
    OPEN_SOURCE, OPEN_SINK, READ, FETCH, PREPARE, UPSERT, FINISH, STORE_REJECTS, SAVE_CHECKPOINT, REMOVE_CHECKPOINT
}
