package dev.tidemark.testkit.memory;

import dev.tidemark.testkit.contract.SourceContract;
import dev.tidemark.testkit.contract.StoreFixture;

class MemorySourceTest extends SourceContract {
    @Override
    protected StoreFixture openFixture() {
        return new MemoryFixture();
    }
}
