package dev.tidemark.supabase;

import dev.tidemark.testkit.contract.SinkContract;
import dev.tidemark.testkit.contract.StoreFixture;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same as without the function {@code sync_upsert}. */
@ExtendWith(SupabaseExtension.class)
final class SupabaseSinkByFunctionContractTest extends SinkContract {
    private final SupabaseProject project;

    SupabaseSinkByFunctionContractTest(SupabaseProject project) {
        this.project = project;
    }

    @Override
    protected StoreFixture openFixture() {
        SupabaseFixture fixture = new SupabaseFixture(project);
        project.database().execute(UpsertFunction.script("public"));
        return fixture;
    }
}
