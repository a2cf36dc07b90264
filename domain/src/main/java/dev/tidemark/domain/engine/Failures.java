package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.Failure.Kind;
import dev.tidemark.domain.port.StoreException;

/** Says for a person why something ended, and of which kind that is. */
final class Failures {
    private Failures() {
    }

    /**
     * @param doing what was being done, such as {@code pushing shop, table orders}
     */
    static Failure of(String doing, Throwable cause, String profile) {
        return switch (cause) {
            case StoreException.Denied e -> store(Kind.UNREACHABLE, doing, e);
            case StoreException.Unreachable e -> store(Kind.UNREACHABLE, doing, e);
            case StoreException e -> store(Kind.FAILED, doing, e);
            case BatchWriter.PassLost e -> of(doing, e.trouble(), profile);
            case Unplannable e ->
                    new Failure(Kind.CONFIGURATION, doing + ": " + e.getMessage(), e.advice());
            case SinkOrphans.Refused e -> new Failure(Kind.REFUSED, doing + ": " + e.getMessage(), e.advice());
            case TableSync.TooManyRejects e -> new Failure(Kind.FAILED, doing + ": " + e.getMessage(),
                    "look at them with: tidemark rejects list " + profile + ", or raise max-rejects");
            default -> new Failure(Kind.FAILED, doing + ": unexpected " + cause,
                    "this is a defect of Tidemark; --debug shows where");
        };
    }

    private static Failure store(Kind kind, String doing, StoreException e) {
        String code = e.code().isEmpty() || String.valueOf(e.getMessage()).contains(e.code()) ? ""
                : " [" + e.code() + "]";
        return new Failure(kind, doing + ": " + e.getMessage() + code, e.advice());
    }
}
