package dev.tidemark.http.api;

import dev.tidemark.http.problem.BadRequest;
import org.jspecify.annotations.Nullable;

/** How much is answered at once, so that no request makes an answer that fills the memory. */
final class PageSize {
    private static final int DEFAULT = 50;
    private static final int MOST = 200;

    private PageSize() {
    }

    /**
     * @throws BadRequest if it is not from 1 to 200
     */
    static int of(@Nullable Integer limit) {
        if (limit == null) {
            return DEFAULT;
        }
        if (limit < 1 || limit > MOST) {
            throw new BadRequest("'limit' is a whole number from 1 to " + MOST);
        }
        return limit;
    }
}
