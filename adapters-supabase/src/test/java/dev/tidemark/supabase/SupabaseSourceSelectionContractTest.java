package dev.tidemark.supabase;

import dev.tidemark.testkit.contract.SourceSelectionContract;
import dev.tidemark.testkit.contract.StoreFixture;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SupabaseExtension.class)
final class SupabaseSourceSelectionContractTest extends SourceSelectionContract {
    private final SupabaseProject project;

    SupabaseSourceSelectionContractTest(SupabaseProject project) {
        this.project = project;
    }

    @Override
    protected StoreFixture openFixture() {
        return new SupabaseFixture(project);
    }
}
