package dev.tidemark.testkit.memory;

import dev.tidemark.testkit.contract.SinkDeletionContract;
import dev.tidemark.testkit.contract.StoreFixture;

class MemorySinkDeletionTest extends SinkDeletionContract {
    @Override
    protected StoreFixture openFixture() {
        return new MemoryFixture();
    }
}
