package dev.tidemark.sqlite.state;

import static dev.tidemark.domain.row.StorableText.decode;
import static dev.tidemark.domain.row.StorableText.encode;

import dev.tidemark.domain.port.RunEventStore.RunEvent;
import dev.tidemark.domain.port.RunEventStore.Stored;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** An event of a run as its table has it; the number is the store's to give. */
@MappedEntity("run_event")
record EventRow(long number, String run, long at, String kind, String json) {

    static EventRow of(String run, Instant at, RunEvent event) {
        return new EventRow(0, run, at.toEpochMilli(), event.kind(), encode(event.json()));
    }

    Stored toDomain() {
        return new Stored(run, number, Instant.ofEpochMilli(at), new RunEvent(kind, decode(json)));
    }
}
