package dev.tidemark.domain.port;

import java.time.Duration;

/** Waits. The domain never sleeps by itself, so that tests need not wait. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
}
