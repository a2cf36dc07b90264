package dev.tidemark.http;

/** The request says something that cannot be done; the message says what. */
final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadRequest(String message) {
        super(message);
    }
}
