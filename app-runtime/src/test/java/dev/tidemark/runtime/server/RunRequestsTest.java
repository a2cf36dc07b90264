package dev.tidemark.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.domain.port.AuditLog.Entry;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.server.RunRequests.Answer;
import dev.tidemark.runtime.server.RunRequests.Key;
import dev.tidemark.runtime.server.Runs.Accepted;
import dev.tidemark.runtime.server.Runs.Kind;
import dev.tidemark.testkit.fake.MovingClock;
import dev.tidemark.testkit.fake.RecordedSleeper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunRequestsTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Optional<Key> KEY = Optional.of(new Key("me one", "shop"));
    private static final SyncRequest SHOP = SyncRequest.push("shop");

    private final MovingClock clock = new MovingClock(START);
    private final Deque<Supplier<Accepted>> answers = new ArrayDeque<>();
    private StateFixture fixture;
    private RunRequests requests;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        fixture = new StateFixture(folder);
        requests = new RunRequests(new ScriptedRuns(answers), fixture.state().starts(), fixture.state().audit(), clock,
                new RecordedSleeper(clock));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private record ScriptedRuns(Deque<Supplier<Accepted>> answers) implements Runs {
        @Override
        public Accepted start(SyncRequest request, Kind kind) {
            return answers.removeFirst().get();
        }

        @Override
        public boolean cancel(String run) {
            return run.equals("01A");
        }

        @Override
        public void close() {
            answers.clear();
        }
    }

    private Answer start(Optional<Key> key) throws InterruptedException {
        return requests.start("me", key, SHOP, Kind.SYNC);
    }

    @Test
    void withoutAKeyEachTimeIsMeantAnew() throws Exception {
        answers.add(() -> new Accepted.Started("01A"));
        answers.add(() -> new Accepted.Started("01B"));
        assertEquals(new Answer.Started("01A"), start(Optional.empty()));
        assertEquals(new Answer.Started("01B"), start(Optional.empty()));
    }

    @Test
    void withAKeyTheFirstRunIsTheAnswerAndSomethingElseIsRefused() throws Exception {
        answers.add(() -> new Accepted.Started("01A"));
        assertEquals(new Answer.Started("01A"), start(KEY));
        assertEquals(new Answer.Started("01A"), start(KEY));
        assertEquals(new Answer.KeyOfAnother(), start(Optional.of(new Key("me one", "other"))));
    }

    @Test
    void aRequestThatStartedNothingCanBeSentAgain() throws Exception {
        answers.add(() -> new Accepted.Busy("shop", "somebody"));
        answers.add(() -> {
            throw new IllegalStateException("no");
        });
        answers.add(() -> new Accepted.Started("01A"));
        assertEquals(new Answer.Busy("somebody"), start(KEY));
        assertThrows(IllegalStateException.class, () -> start(KEY));
        assertEquals(new Answer.Started("01A"), start(KEY));
    }

    @Test
    void whoIsStillStartingIsWaitedForButNotForEver() throws Exception {
        assertEquals(Optional.empty(), fixture.state().starts().claim("me one", "shop", START));
        assertEquals(new Answer.BeingStarted(), start(KEY));
        fixture.state().starts().started("me one", "01C");
        assertEquals(new Answer.Started("01C"), start(KEY));
    }

    @Test
    void whoDiedOverStartingDoesNotKeepTheKey() throws Exception {
        assertEquals(Optional.empty(), fixture.state().starts().claim("me one", "shop", START.minusSeconds(61)));
        answers.add(() -> new Accepted.Started("01A"));
        assertEquals(new Answer.Started("01A"), start(KEY));
    }

    @Test
    void theAuditLogTellsWhoDidWhatWasDone() throws Exception {
        answers.add(() -> new Accepted.Started("01A"));
        answers.add(() -> new Accepted.Started("01B"));
        answers.add(() -> new Accepted.Busy("shop", "somebody"));
        start(KEY);
        start(KEY);
        requests.start("you", Optional.empty(), SyncRequest.pull("shop"), Kind.RETRY);
        start(Optional.empty());
        requests.cancel("you", "01A");
        requests.cancel("you", "01B");

        List<Entry> told = fixture.state().audit().before(Long.MAX_VALUE, 10);
        assertEquals(List.of("you cancel 01A ", "you retry 01B pull shop", "me start 01A push shop"),
                told.stream()
                        .map(entry -> String.join(" ", entry.actor(), entry.action(), entry.subject(), entry.detail()))
                        .toList());
    }
}
