package dev.tidemark.testkit.fake;

/** The process ends here, as by kill -9: nobody catches it, and what was not durable is lost. */
public final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1;

    public SimulatedCrash(String where) {
        super(where);
    }
}
