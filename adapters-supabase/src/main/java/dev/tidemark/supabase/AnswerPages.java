package dev.tidemark.supabase;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.row.RowBatch;
import java.util.Map;

/** Cuts what an answer brought into pages of the size that was asked for. Nothing is copied. */
final class AnswerPages {
    private final PageLimit limit;
    private RowAnswer answer;
    private int next;

    AnswerPages(PageLimit limit, ReadShape shape) {
        this.limit = limit;
        this.answer = new RowAnswer(RowBatch.empty(shape.rows()), Map.of());
    }

    boolean isEmpty() {
        return next == answer.rows().size();
    }

    void refill(RowAnswer other) {
        answer = other;
        next = 0;
    }

    /** The next page; there has to be one. */
    RowAnswer cut() {
        RowBatch rows = answer.rows();
        int from = next++;
        long bytes = rows.slice(from, next).bytes();
        while (next < rows.size() && !limit.isReached(next - from, bytes)) {
            bytes += rows.slice(next, next + 1).bytes();
            next++;
        }
        return answer.slice(from, next);
    }
}
