package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.OrphanStore.Stored;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Value;
import io.micronaut.data.annotation.MappedEntity;
import java.util.List;

/** A key of a sink row that the source seems to lack, as its table has it; the number is the store's to give. */
@MappedEntity("orphan")
record OrphanRow(String profile, String direction, String tableName, long number, String keyText) {

    static OrphanRow of(Scope scope, long number, List<Value> key) {
        return new OrphanRow(scope.profile(), scope.direction(), scope.table(), number, ValueText.encode(key));
    }

    Stored toDomain() {
        return new Stored(number, ValueText.decode(keyText));
    }
}
