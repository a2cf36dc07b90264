package dev.tidemark.postgres.state;

import static dev.tidemark.domain.row.StorableText.decode;
import static dev.tidemark.domain.row.StorableText.encode;

import dev.tidemark.domain.port.RunEventStore.RunEvent;
import dev.tidemark.domain.port.RunEventStore.Stored;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An event of a run as its table has it; the number is the store's to give. */
@MappedEntity("run_event")
record EventRow(long number, String run, Instant at, String kind, String json) {

    static EventRow of(String run, Instant at, RunEvent event) {
        return new EventRow(0, run, at.truncatedTo(ChronoUnit.MILLIS), event.kind(), encode(event.json()));
    }

    Stored toDomain() {
        return new Stored(run, number, at, new RunEvent(kind, decode(json)));
    }
}
