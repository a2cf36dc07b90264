package dev.tidemark.testkit.architecture.broken.first;

import dev.tidemark.testkit.architecture.broken.second.Logging;

/** A vague name, and a use of the package after its own. */
public final class ClockManager {
    public long last = System.currentTimeMillis();

    public void tell(Logging logging) throws InterruptedException {
        logging.tell(Long.toString(last));
        Thread.sleep(0);
    }
}
