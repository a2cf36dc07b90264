package dev.tidemark.testkit.memory;

import dev.tidemark.testkit.contract.SourceSelectionContract;
import dev.tidemark.testkit.contract.StoreFixture;

class MemorySourceSelectionTest extends SourceSelectionContract {
    @Override
    protected StoreFixture openFixture() {
        return new MemoryFixture();
    }
}
