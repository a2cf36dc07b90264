package dev.tidemark.supabase;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tables of one schema, written over REST. What a run has found out about a table is shared by all that write it. */
final class SupabaseSink implements Sink {
    private final SupabaseClient client;
    private final SupabaseTables tables;
    private final SinkObjections objections;
    private final TableOpening opening;
    private final ConnectionCheck connection;
    private final Map<WritePlan, OpenedTable> opened = new ConcurrentHashMap<>();

    SupabaseSink(SupabaseClient client, SupabaseTables tables, TableDdl ddl) {
        this.client = client;
        this.tables = tables;
        this.objections = new SinkObjections(client, tables, ddl);
        this.opening = new TableOpening(client, tables);
        this.connection = new ConnectionCheck(client, tables, InstantSource.system());
    }

    @Override
    public Optional<TableSchema> describe(TableName table) {
        return tables.find(table).map(opening::learned).map(SupabaseTable::schema);
    }

    @Override
    public List<String> prepare(TablePlan plan) {
        objections.unprepared(plan).ifPresent(finding -> {
            throw new StoreException.Permanent(finding.table() + ": " + finding.message(), "", finding.advice(), null);
        });
        return List.of();
    }

    @Override
    public List<String> ddl(TablePlan plan) {
        return objections.statements(plan);
    }

    /** Whether there are triggers, REST does not tell: there may be. */
    @Override
    public boolean mayChangeRows(TableName table) {
        return true;
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        List<Finding> findings = new ArrayList<>(connection.once());
        try {
            Optional<Finding> objection = objection(plan);
            if (objection.isPresent()) {
                findings.add(objection.get());
            } else {
                SupabaseTable table = tables.find(plan.write().table()).orElseThrow();
                findings.addAll(new SinkCheck(client, plan, table, opened(plan.write())).check());
            }
        } catch (StoreException.Denied e) {
            findings.add(new Finding(Finding.Severity.ERROR, plan.write().table().name(),
                    String.valueOf(e.getMessage()), e.advice()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return findings;
    }

    @Override
    public Optional<Finding> objection(TablePlan plan) {
        return objections.objection(plan, () -> open(plan.write()).close());
    }

    @Override
    public boolean hasTransactions() {
        return false;
    }

    @Override
    public SinkUpserter open(WritePlan plan) {
        if (plan.mode() == WriteMode.APPEND) {
            throw new StoreException.Permanent("writing " + plan.table() + ": " + SinkObjections.NO_KEY, "",
                    SinkObjections.GIVE_IT_A_KEY, null);
        }
        return new SupabaseUpserter(client, opened(plan));
    }

    private OpenedTable opened(WritePlan plan) {
        return opened.computeIfAbsent(plan, opening::open);
    }

    @Override
    public List<String> finish(TablePlan plan, long written) {
        return List.of();
    }

    @Override
    public void close() {
        // What it asks with is the process's.
    }
}
