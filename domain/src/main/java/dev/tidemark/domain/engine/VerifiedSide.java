package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.OrderedRows.Ascent;
import dev.tidemark.domain.engine.OrderedRows.OrderBroken;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.row.KeyComparator;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import java.util.Optional;
import java.util.function.Consumer;

/** The rows of one side of a table that is verified, page by page or one after the other. Not thread-safe. */
final class VerifiedSide implements AutoCloseable {
    private final String name;
    private final Pages pages;
    private final Consumer<Page> listener;
    private final int[] key;
    private final Ascent ascent;
    private RowBatch rows;
    private int row = -1;

    /**
     * @param name what people call this side
     * @param type of its rows
     * @param key the columns by which {@link #advance} expects them to be ordered
     * @param listener sees each page before its rows are given out
     */
    VerifiedSide(String name, Pages pages, RowType type, int[] key, Consumer<Page> listener) {
        this.name = name;
        this.pages = pages;
        this.listener = listener;
        this.key = key.clone();
        this.rows = RowBatch.empty(type);
        this.ascent = new Ascent(new KeyComparator(type, key), rows, name);
    }

    /** Where pages come from. */
    sealed interface Pages {

        /** A table that is read in the background. */
        record Of(ReadAhead reader) implements Pages {
        }

        /** There is no such table, and so no rows. */
        record None() implements Pages {
        }
    }

    /** The rows of the next page, or empty after the last. */
    Optional<RowBatch> nextPage() throws InterruptedException {
        Optional<Page> page = switch (pages) {
            case Pages.Of(ReadAhead reader) -> reader.next();
            case Pages.None() -> Optional.empty();
        };
        page.ifPresent(listener);
        return page.map(Page::rows);
    }

    /**
     * Goes to the next row; false after the last.
     *
     * @throws OrderBroken if its key is not greater than the one before, or is NULL and has no place in the order
     */
    boolean advance() throws InterruptedException {
        while (++row >= rows.size()) {
            Optional<RowBatch> page = nextPage();
            if (page.isEmpty()) {
                return false;
            }
            rows = page.get();
            row = -1;
        }
        if (OrderedRows.hasNull(rows, row, key)) {
            throw new OrderBroken(name);
        }
        ascent.step(rows, row);
        return true;
    }

    /** The batch that holds the row on which this stands. */
    RowBatch rows() {
        return rows;
    }

    /** The index of the row on which this stands. */
    int row() {
        return row;
    }

    @Override
    public void close() {
        if (pages instanceof Pages.Of(ReadAhead reader)) {
            reader.close();
        }
    }
}
