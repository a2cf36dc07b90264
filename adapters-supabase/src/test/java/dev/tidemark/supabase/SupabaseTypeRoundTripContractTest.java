package dev.tidemark.supabase;

import dev.tidemark.testkit.contract.StoreFixture;
import dev.tidemark.testkit.contract.TypeRoundTripContract;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SupabaseExtension.class)
final class SupabaseTypeRoundTripContractTest extends TypeRoundTripContract {
    private final SupabaseProject project;

    SupabaseTypeRoundTripContractTest(SupabaseProject project) {
        this.project = project;
    }

    @Override
    protected StoreFixture openFixture() {
        return new SupabaseFixture(project);
    }
}
