package dev.tidemark.http;

import dev.tidemark.domain.port.AuditLog;
import dev.tidemark.domain.port.ServerSecrets;
import dev.tidemark.runtime.AccessTokens;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.server.ProfileList;
import dev.tidemark.runtime.server.RejectPages;
import dev.tidemark.runtime.server.RunFeed;
import dev.tidemark.runtime.server.RunLog;
import dev.tidemark.runtime.server.RunObserver;
import dev.tidemark.runtime.server.RunRequests;
import dev.tidemark.runtime.server.Runs;
import dev.tidemark.runtime.server.SharedRuns;
import dev.tidemark.runtime.server.Sharing;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** What the controllers and filters ask the runtime for, made of the one {@link Syncs} of the server. */
@Factory
final class RuntimeBeans {

    /** Micronaut has one of its own. */
    @Primary
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Singleton
    RunLog log() {
        return new RunLog();
    }

    @Singleton
    RunFeed feed(Syncs syncs) {
        return new RunFeed(syncs.server().events());
    }

    /** Closed by the server, before the state is. */
    @Singleton
    SharedRuns runs(Syncs syncs, RunFeed feed, List<RunObserver> observers, Sharing sharing, InstantSource clock) {
        return SharedRuns.open(syncs, feed, RunObserver.all(observers), sharing, clock);
    }

    @Singleton
    RunRequests requests(Runs runs, Syncs syncs, InstantSource clock) {
        return new RunRequests(runs, syncs.server().starts(), syncs.server().audit(), clock, Thread::sleep);
    }

    @Singleton
    ProfileList profiles(Syncs syncs, InstantSource clock) {
        return new ProfileList(syncs, clock);
    }

    @Singleton
    RejectPages rejects(Syncs syncs) {
        return new RejectPages(syncs);
    }

    @Singleton
    AccessTokens tokens(Syncs syncs) {
        return syncs.tokens();
    }

    @Singleton
    AuditLog audit(Syncs syncs) {
        return syncs.server().audit();
    }

    @Singleton
    ServerSecrets secrets(Syncs syncs) {
        return syncs.server().secrets();
    }
}
