package dev.tidemark.supabase;

import dev.tidemark.testkit.contract.SinkDeletionContract;
import dev.tidemark.testkit.contract.StoreFixture;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SupabaseExtension.class)
final class SupabaseSinkDeletionContractTest extends SinkDeletionContract {
    private final SupabaseProject project;

    SupabaseSinkDeletionContractTest(SupabaseProject project) {
        this.project = project;
    }

    @Override
    protected StoreFixture openFixture() {
        return new SupabaseFixture(project);
    }
}
