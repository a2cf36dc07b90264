package dev.tidemark.runtime;

import org.jspecify.annotations.Nullable;

/** Interrupts the thread of a run, and never a moment before its beginning or after its end. Thread-safe. */
public final class Interruption {
    private @Nullable Thread thread;
    private boolean begun;
    private boolean requested;

    /** The calling thread can be interrupted from here on; it is at once if that was asked for before. */
    public synchronized void begin() {
        thread = Thread.currentThread();
        begun = true;
        if (requested) {
            thread.interrupt();
        }
    }

    /** The thread cannot be interrupted any more, and no interruption is left over. */
    public synchronized void end() {
        if (thread != null) {
            thread = null;
            boolean _ = Thread.interrupted();
        }
    }

    public synchronized void request() {
        requested = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    public synchronized boolean hasBegun() {
        return begun;
    }
}
