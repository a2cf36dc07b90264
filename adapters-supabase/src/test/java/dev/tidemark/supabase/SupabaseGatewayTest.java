package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.testkit.supabase.Fault;
import dev.tidemark.testkit.supabase.GatewayRequest;
import dev.tidemark.testkit.supabase.PostgrestSettings;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real PostgREST behind a gateway that fails: keys, limits, lost answers. */
@ExtendWith(SupabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SupabaseGatewayTest {
    private static final RestRequest READ = RestRequest.get("/t", "select=a&order=a");
    private static final String DOING = "reading t";

    private final SupabaseProject project;

    SupabaseGatewayTest(SupabaseProject project) {
        this.project = project;
    }

    @BeforeAll
    void makeTables() {
        project.execute("create table t (a int primary key)", "insert into t values (1), (2)",
                "create table guarded (a int primary key)", "insert into guarded values (1)",
                "alter table guarded enable row level security");
    }

    @BeforeEach
    void heal() {
        project.gateway().heal();
        project.gateway().forget();
    }

    @Test
    void everyKindOfKeyIsLetInAsWhatItIs() throws Exception {
        RestRequest guarded = RestRequest.get("/guarded", "select=a");
        for (String key : List.of(project.secretKey(), project.serviceRoleKey())) {
            assertEquals("[{\"a\":1}]", read(client(config(key)), guarded));
        }
        for (String key : List.of(project.publishableKey(), project.anonKey())) {
            assertEquals("[]", read(client(config(key)), guarded));
        }
        SupabaseConfig user = config(project.publishableKey())
                .withAccessToken(project.token("service_role", Duration.ofHours(1)));
        assertEquals("[{\"a\":1}]", read(client(user), guarded));
    }

    @Test
    void aPostgrestWithoutGatewayTakesATokenForAKey() throws Exception {
        SupabaseConfig bare = SupabaseConfig.of(project.bareUrl(), project.serviceRoleKey()).withRestPath("");
        assertEquals("[{\"a\":1}, \n {\"a\":2}]", read(client(bare), READ));
    }

    @Test
    void aKeyThatIsWrongIsDeniedWithTheGatewaysHint() {
        StoreException e = assertThrows(StoreException.Denied.class,
                () -> client(config("sb_secret_wrong")).expect(READ, DOING));
        assertTrue(!e.advice().isEmpty() && !String.valueOf(e.getMessage()).contains("sb_secret_wrong"),
                e.getMessage());
    }

    @Test
    void aTokenThatEndsInMidRunIsDenied() {
        SupabaseConfig ended = config(project.publishableKey())
                .withAccessToken(project.token("service_role", Duration.ofMinutes(-1)));
        StoreException e = assertThrows(StoreException.Denied.class, () -> client(ended).expect(READ, DOING));
        assertTrue(e.advice().contains("expired"), e.advice());
    }

    @Test
    void anotherSchemaIsReadAndNotTheUsualOneInSilence() throws Exception {
        project.createSchema("other");
        project.execute("create table other.t (a int primary key)", "insert into other.t values (7)");
        project.restart(PostgrestSettings.HOSTED.withSchemas("public", "other"));
        assertEquals("[{\"a\":7}]", read(client(config(project.secretKey()).withSchema("other")), READ));
        RestRequest write = RestRequest.post("/t", "", "[{\"a\":8}]".getBytes(StandardCharsets.UTF_8));
        client(config(project.secretKey()).withSchema("other")).expect(write, DOING).close();
        assertEquals("[{\"a\":7}, \n {\"a\":8}]", read(client(config(project.secretKey()).withSchema("other")), READ));
        project.restart(PostgrestSettings.HOSTED);
    }

    @Test
    void noMoreRequestsAreUnderWayThanTheServerTakes() throws Exception {
        project.gateway().on(GatewayRequest::isRead).always().comes(Fault.delay(Duration.ofMillis(20)));
        readOften(60);
        assertEquals(60, project.gateway().requests().size());
        int most = project.gateway().requests().stream().mapToInt(GatewayRequest::concurrent).max().orElseThrow();
        assertTrue(most <= RequestGate.MOST_AT_ONCE, () -> most + " at a time");
        assertTrue(most > 1, "one after the other");
    }

    @Test
    void whoeverSharesTheKeyIsHeldBackTogether() throws Exception {
        project.gateway().on(GatewayRequest::isRead).nth(1).comes(Fault.answer(429).withHeader("Retry-After", "1"));
        StoreException.Transient e = assertThrows(StoreException.Transient.class,
                () -> new SupabaseClient(config(project.secretKey())).expect(READ, DOING));
        assertEquals(Optional.of(Duration.ofSeconds(1)), e.retryAfter());
        new SupabaseClient(config(project.secretKey()).withSchema("public")).expect(READ, DOING).close();
        List<GatewayRequest> requests = project.gateway().requests();
        Duration between = Duration.ofNanos(requests.get(1).nanos() - requests.get(0).nanos());
        assertTrue(between.toMillis() >= 950, between::toString);
    }

    @Test
    void aFailingGatewayIsAskedAgain() throws Exception {
        project.gateway().on(GatewayRequest::isRead).number(number -> number % 2 == 1).comes(Fault.html(502));
        for (int time = 0; time < 5; time++) {
            client().ask(READ, DOING).close();
        }
        assertEquals(10, project.gateway().requests().size());
    }

    @Test
    void whatNobodyKnowsTheOutcomeOfIsNotTriedAgainByTheClient() throws Exception {
        RestRequest write = RestRequest.post("/t", "on_conflict=a", "[{\"a\":3}]".getBytes(StandardCharsets.UTF_8),
                "resolution=merge-duplicates");
        for (Fault fault : List.of(Fault.Broken.RESET, Fault.Broken.RESET_AFTER_COMMIT, Fault.Broken.CUT)) {
            project.gateway().heal();
            project.gateway().forget();
            project.gateway().on(GatewayRequest::isWrite).nth(1).comes(fault);
            assertThrows(StoreException.Unreachable.class, () -> client().expect(write, DOING), fault.toString());
            assertEquals(1, project.gateway().requests().size(), fault.toString());
        }
        client().expect(RestRequest.delete("/t", "a=eq.3"), DOING).close();
    }

    @Test
    void aServerThatHangsIsGivenUp() {
        project.gateway().on(GatewayRequest::isRead).nth(1).comes(Fault.Broken.HANG);
        assertThrows(StoreException.Unreachable.class,
                () -> client(config(project.secretKey()).withTimeout(Duration.ofMillis(400))).expect(READ, DOING));
    }

    @Test
    void anAddressThatIsTooLongIsTooLarge() {
        project.gateway().limitUrl(100);
        assertThrows(StoreException.TooLarge.class,
                () -> client().expect(RestRequest.get("/t", "a=in.(" + "1,".repeat(100) + "1)"), DOING));
        project.gateway().limitBody(100);
        assertThrows(StoreException.TooLarge.class,
                () -> client().expect(RestRequest.post("/t", "", new byte[200]), DOING));
    }

    @Test
    void aStatementThatTakesTooLongIsTooLarge() {
        // The role's own limit is 3 s.
        project.execute("create view slow as select pg_sleep(20)::text as a");
        StoreException e = assertThrows(StoreException.TooLarge.class,
                () -> client(config(project.anonKey())).expect(RestRequest.get("/slow", ""), DOING));
        assertEquals("57014", e.code());
    }

    @Test
    void anAnswerOfManyMegabytesIsReadWhole() throws Exception {
        project.execute("create view large as select repeat('x', 1000) as a from generate_series(1, 1000)");
        String row = "{\"a\":\"" + "x".repeat(1_000) + "\"}";
        String text = read(client(), RestRequest.get("/large", ""));
        assertEquals(1_000, text.split("\n").length);
        assertTrue(text.startsWith("[" + row) && text.endsWith(row + "]"), "cut");
    }

    private void readOften(int times) throws InterruptedException, ExecutionException {
        SupabaseClient client = client();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = IntStream.range(0, times)
                    .mapToObj(_ -> threads.submit(() -> read(client, READ)))
                    .toList();
            for (Future<String> answer : answers) {
                assertInstanceOf(String.class, answer.get());
            }
        }
    }

    private SupabaseClient client() {
        return client(config(project.secretKey()));
    }

    /** With a gate of its own, and without pauses. */
    private static SupabaseClient client(SupabaseConfig config) {
        return new SupabaseClient(config, new RequestGate(_ -> {
        }, System::nanoTime), _ -> {
        });
    }

    private SupabaseConfig config(String key) {
        return SupabaseConfig.of(project.url(), key);
    }

    private static String read(SupabaseClient client, RestRequest request) throws InterruptedException, IOException {
        try (RestAnswer answer = client.expect(request, DOING)) {
            return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
