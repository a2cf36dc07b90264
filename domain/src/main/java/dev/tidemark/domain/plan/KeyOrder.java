package dev.tidemark.domain.plan;

/** In which order a source reads the keyset. */
public enum KeyOrder {
    /** Whatever the store finds natural, so that an index serves. */
    OWN,
    /** Numbers and times by value, texts by their UTF-8 bytes, whatever the column's collation: alike in every store. */
    BINARY
}
