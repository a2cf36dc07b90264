package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.TablePlanner.Planned;
import dev.tidemark.domain.engine.VerifyReport.Status;
import dev.tidemark.domain.engine.VerifyReport.TableVerdict;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.schema.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares all tables of a profile, one after the other. Writes nothing. Good for one time. */
final class Verification {
    private final RunContext context;
    private final int limit;
    private final List<TableVerdict> verdicts = new ArrayList<>();

    /**
     * @param limit how many differences to show for each table
     */
    Verification(RunContext context, int limit) {
        this.context = context;
        this.limit = limit;
    }

    VerifyReport run() {
        try {
            List<TablePlan> plans = plan();
            context.listener().on(new SyncEvent.RunStarted(context.run(), context.plan().profile(),
                    plans.stream().map(plan -> plan.write().table().name()).toList(), context.clock().instant()));
            for (TablePlan plan : plans) {
                verdicts.add(new TableVerifier(context, plan, limit).verify());
            }
            return report(status());
        } catch (InterruptedException _) {
            return report(Status.INTERRUPTED);
        }
    }

    private List<TablePlan> plan() {
        List<Planned> planned = new TablePlanner(context.plan(), context.source(), context.sink(), context.startedAt())
                .plan(this::unplannable);
        planned.forEach(table -> context.warnAll(table.plan().write().table().name(), table.warnings()));
        return planned.stream().map(Planned::plan).toList();
    }

    private void unplannable(TableName table, RuntimeException trouble) {
        context.listener().on(new SyncEvent.Failed(table.name(), trouble));
        Failure failure = Failures.of("verify " + context.plan().profile() + ", table " + table, trouble,
                context.plan().profile());
        verdicts.add(new TableVerdict(table.name(), 0, 0, 0, 0, 0, 0, 0, List.of(), List.of(), false, Duration.ZERO,
                Optional.of(failure)));
    }

    private Status status() {
        if (verdicts.stream().anyMatch(verdict -> verdict.failure().isPresent())) {
            return Status.FAILED;
        }
        return verdicts.stream().allMatch(TableVerdict::isEqual) ? Status.EQUAL : Status.DIFFERENT;
    }

    private VerifyReport report(Status status) {
        return new VerifyReport(context.run(), context.plan().profile(), context.plan().direction(), status,
                context.startedAt(), Duration.between(context.startedAt(), context.clock().instant()), verdicts,
                List.copyOf(context.warnings()), Optional.empty());
    }
}
