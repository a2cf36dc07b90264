package dev.tidemark.testkit.fake;

/** Something that a run does to a store, at which a fault can strike. */
public enum Step {
    OPEN_SOURCE, OPEN_SINK, READ, FETCH, PREPARE, UPSERT, DELETE, COMMIT, FINISH, STORE_REJECTS, SAVE_CHECKPOINT,
    REMOVE_CHECKPOINT, SAVE_SYNC_POINT, REMOVE_SYNC_POINT, ADD_DIGESTS, REMOVE_DIGESTS, ADD_ORPHANS, CLEAR_ORPHANS
}
