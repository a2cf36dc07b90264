package dev.tidemark.testkit.memory;

import dev.tidemark.testkit.contract.SinkSchemaContract;
import dev.tidemark.testkit.contract.StoreFixture;

class MemorySinkSchemaTest extends SinkSchemaContract {
    @Override
    protected StoreFixture openFixture() {
        return new MemoryFixture();
    }
}
