package dev.tidemark.domain.port;

import dev.tidemark.domain.row.Row;
import java.util.Optional;

/**
 * A row that did not land, and why.
 *
 * @param reason why
 * @param key the row's key for a person, such as {@code id=7}, or the range in which an unreadable row lies
 * @param row the whole row as the source gave it, if it could be read; where a cell had no exact form in its column's
 *     type, the row's type tells what the source holds there
 */
public record Reject(Reason reason, String key, Optional<Row> row) {
}
