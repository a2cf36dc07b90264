package dev.tidemark.supabase;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Asks several questions at the same time. */
final class AtOnce {
    private AtOnce() {
    }

    /**
     * The answers, in the order of the questions. Where one cannot be answered, or the thread is interrupted, the others are
     * given up.
     *
     * @param most how many are asked at a time
     */
    static <T> List<T> all(List<Callable<T>> questions, int most) throws InterruptedException {
        if (questions.size() == 1) {
            return List.of(answer(questions.getFirst()));
        }
        Semaphore places = new Semaphore(most);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> asked = new ArrayList<>();
            for (Callable<T> question : questions) {
                asked.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        return question.call();
                    } finally {
                        places.release();
                    }
                }));
            }
            List<T> answers = new ArrayList<>();
            try {
                for (Future<T> one : asked) {
                    answers.add(one.get());
                }
                return answers;
            } catch (ExecutionException e) {
                throw rethrown(Objects.requireNonNull(e.getCause()));
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static <T> T answer(Callable<T> question) throws InterruptedException {
        try {
            return question.call();
        } catch (Exception e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(Throwable cause) throws InterruptedException {
        return switch (cause) {
            case RuntimeException trouble -> trouble;
            case InterruptedException cancelled -> throw cancelled;
            case Error broken -> throw broken;
            default -> new IllegalStateException(cause);
        };
    }
}
