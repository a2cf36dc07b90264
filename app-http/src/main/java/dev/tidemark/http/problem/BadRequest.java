package dev.tidemark.http.problem;

/** The request says something that cannot be done; the message says what. */
public final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadRequest(String message) {
        super(message);
    }
}
