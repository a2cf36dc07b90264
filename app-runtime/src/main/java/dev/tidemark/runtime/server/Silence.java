package dev.tidemark.runtime.server;

import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the work of a server that has fallen silent: whoever has a hand free goes on with it. */
final class Silence implements DeadExecutionHandler<String> {
    private static final Logger LOG = LoggerFactory.getLogger(Silence.class);

    @Override
    public void deadExecution(ExecutionComplete complete, ExecutionOperations<String> operations) {
        Execution execution = complete.getExecution();
        try {
            operations.reschedule(complete, complete.getTimeDone());
            LOG.warn("server {} is silent since {}: another goes on with {}", execution.pickedBy,
                    execution.lastHeartbeat, execution.taskInstance.getTaskAndInstance());
        } catch (TaskInstanceException e) {
            LOG.debug("another server has noticed it at the same time", e);
        }
    }
}
