package dev.tidemark.supabase;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks when first needed, and again only if that failed. Thread-safe. */
final class Once<T> implements Supplier<T> {
    private final Supplier<T> question;
    private @Nullable T answer;

    Once(Supplier<T> question) {
        this.question = question;
    }

    @Override
    public synchronized T get() {
        T known = answer;
        if (known == null) {
            known = question.get();
            answer = known;
        }
        return known;
    }
}
