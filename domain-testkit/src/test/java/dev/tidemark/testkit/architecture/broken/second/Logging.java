package dev.tidemark.testkit.architecture.broken.second;

import dev.tidemark.testkit.architecture.broken.first.ClockManager;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Output, a module that is not java.base, and half of a cycle, a field filled from outside. */
public final class Logging {
    private static final Logger LOG = Logger.getLogger("broken");

    @Inject
    private @Nullable ClockManager clock;

    public void tell(String text) {
        LOG.info(text);
        System.out.println(text + clock);
    }

    /** Known to the rule by its name, so that the fixture needs no library. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Inject {
    }
}
