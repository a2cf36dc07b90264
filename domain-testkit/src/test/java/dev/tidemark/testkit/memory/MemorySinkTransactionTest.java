package dev.tidemark.testkit.memory;

import dev.tidemark.testkit.contract.SinkTransactionContract;
import dev.tidemark.testkit.contract.StoreFixture;

class MemorySinkTransactionTest extends SinkTransactionContract {
    @Override
    protected StoreFixture openFixture() {
        return new MemoryFixture();
    }
}
