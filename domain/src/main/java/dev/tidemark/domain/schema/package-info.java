/**
 * What a table is made of: its name, columns, key and foreign keys, in the terms that all stores share.
 * A store's own names for its types travel along as text, for messages and for tables made in the same kind of store.
 */
@NullMarked
package dev.tidemark.domain.schema;

import org.jspecify.annotations.NullMarked;
