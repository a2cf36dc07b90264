/**
 * What the engine asks of a store. Every adapter implements the same ports and passes the same contracts
 * ({@code domain-testkit}), which hold these rules:
 * <ol>
 * <li>An object that threw {@link dev.tidemark.domain.port.StoreException} is dead: close it and open another at the last
 * {@link dev.tidemark.domain.port.Page#end}. The exception is sealed, and its type says whether to try again.
 * <li>A refusal caused by the data is a returned value, not an exception.
 * <li>For paging, only the store itself compares keys. Java never sorts keys, and compares them only where both orders
 * are the same by construction, so that a differing collation can never skip a row.
 * <li>A batch holds each key at most once; upserts are idempotent, so a page redone after a crash is harmless.
 * <li>Order, always: apply the batch, then store its rejects, then save the checkpoint, then emit the event.
 * <li>{@code close()} is idempotent. Cancellation is thread interruption, honoured at least between pages.
 * <li>Conservation: for every table {@code read = inserted + updated + unchanged + duplicates + rejected}. A run in which
 * it does not hold has failed, whatever else it says.
 * </ol>
 */
@NullMarked
package dev.tidemark.domain.port;

import org.jspecify.annotations.NullMarked;
