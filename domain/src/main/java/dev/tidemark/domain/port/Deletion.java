package dev.tidemark.domain.port;

import java.util.List;

/**
 * What became of rows that were to be deleted. A row that was not there counts nowhere.
 *
 * @param deleted rows that are gone
 * @param referenced indexes of the keys whose rows stay because a row that stays refers to them; ascending
 */
public record Deletion(long deleted, List<Integer> referenced) {
    public Deletion {
        referenced = List.copyOf(referenced);
    }
}
