package dev.tidemark.runtime.server;

import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a task whose execution has come to an end here. */
enum Next {
    /** It is done. */
    DONE,
    /** It goes on as soon as a server has a hand free, which may be this one. */
    AT_ONCE,
    /** What it needs is another's for now. */
    LATER,
    /** Others can do it, and this server cannot: they come first. */
    OTHERS,
    /** Another has taken it over meanwhile, and says what becomes of it. */
    NOT_OURS;

    private static final Logger LOG = LoggerFactory.getLogger(Next.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration LONG_PAUSE = Duration.ofSeconds(15);

    <T> CompletionHandler<T> handler() {
        return (complete, operations) -> {
            try {
                apply(complete, operations);
            } catch (TaskInstanceException e) {
                LOG.info("{}: another server has taken it over",
                        complete.getExecution().taskInstance.getTaskAndInstance());
                LOG.debug("what the scheduler says", e);
            }
        };
    }

    private <T> void apply(ExecutionComplete complete, ExecutionOperations<T> operations) {
        switch (this) {
            case DONE -> operations.remove();
            case AT_ONCE -> operations.reschedule(complete, complete.getTimeDone());
            case LATER -> operations.reschedule(complete, complete.getTimeDone().plus(PAUSE));
            case OTHERS -> operations.reschedule(complete, complete.getTimeDone().plus(LONG_PAUSE));
            case NOT_OURS -> LOG.info("{}: another server has taken it over",
                    complete.getExecution().taskInstance.getTaskAndInstance());
        }
    }
}
