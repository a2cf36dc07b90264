package dev.tidemark.supabase;

import dev.tidemark.testkit.contract.SinkSchemaContract;
import dev.tidemark.testkit.contract.StoreFixture;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SupabaseExtension.class)
final class SupabaseSinkSchemaContractTest extends SinkSchemaContract {
    private final SupabaseProject project;

    SupabaseSinkSchemaContractTest(SupabaseProject project) {
        this.project = project;
    }

    @Override
    protected StoreFixture openFixture() {
        return new SupabaseFixture(project);
    }
}
