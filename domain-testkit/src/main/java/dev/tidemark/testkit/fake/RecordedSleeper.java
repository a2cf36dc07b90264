package dev.tidemark.testkit.fake;

import dev.tidemark.domain.port.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Does not wait: moves the clock instead, and remembers for how long. Thread-safe. */
public final class RecordedSleeper implements Sleeper {
    private final MovingClock clock;
    private final List<Duration> pauses = new ArrayList<>();

    public RecordedSleeper(MovingClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("asleep");
        }
        pauses.add(duration);
        clock.advance(duration);
    }

    public synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
