package dev.tidemark.http;

import static dev.tidemark.http.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.runtime.config.ConfigurationException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server without tokens does, and one that others can call. */
final class OpenServerTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void withoutTokensThisMachineIsTheOperatorUntilTheFirstIsMade() throws Exception {
        Shop shop = new Shop(folder, 10);
        try (Server server = shop.serve(); Client client = new Client(server.address())) {
            assertEquals("{\"name\":\"this machine\",\"role\":\"operator\",\"expiresAt\":null}",
                    client.get("/api/me").body());
            String token = shop.token(Role.VIEWER);
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            HttpResponse<String> response = client.get("/api/me");
            while (response.statusCode() == 200 && System.nanoTime() < end) {
                response = client.get("/api/me");
            }
            assertProblem(401, response);
            try (Client bearer = new Client(server.address(), Optional.of(token))) {
                assertEquals(200, bearer.get("/api/me").statusCode());
            }
            shop.revoke(token);
            assertProblem(401, client.get("/api/me"));
        }
    }

    @Test
    void theFirstRequestsOfManyToAServerWithTokensAreLetInByNobody() throws Exception {
        Shop shop = new Shop(folder, 10);
        shop.token(Role.VIEWER);
        try (Server server = shop.serve();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                Client stranger = new Client(server.address());
                Client wrong = new Client(server.address(), Optional.of("wrong"))) {
            List<Callable<Integer>> calls = IntStream.range(0, 40).<Callable<Integer>>mapToObj(
                    i -> () -> (i % 8 == 0 ? wrong : stranger).get("/api/me").statusCode()).toList();
            for (Future<Integer> status : callers.invokeAll(calls)) {
                assertEquals(401, status.get());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--host=0.0.0.0", "--public-url=https://tidemark.example.org"})
    void othersAreNotLetNearAServerWithoutATokenThatIsValid(String option) throws Exception {
        Shop shop = new Shop(folder, 10);
        shop.revoke(shop.token(Role.OPERATOR));
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> shop.serve(option).close());

        assertTrue(String.valueOf(e.getMessage()).contains("tidemark token create"), e.toString());
    }

    @ParameterizedTest
    @CsvSource({"tidemark.example.org,200", "TIDEMARK.example.org:443,200", "127.0.0.1:1,200", "192.0.2.7:8480,200",
            "[2001:db8::1],200", "localhost,200", "evil.example,403", "tidemark.example.org.evil.example,403",
            "1.2.3.4.evil.example,403"})
    void aServerForOthersAnswersToItsNamesAndToAddresses(String host, int status) throws Exception {
        Shop shop = new Shop(folder, 10);
        shop.token(Role.OPERATOR);
        try (Server server = shop.serve("--host", "0.0.0.0", "--public-url", "https://tidemark.example.org")) {
            assertEquals(status, status(server, "Host: " + host));
        }
    }

    @ParameterizedTest
    @CsvSource({"https://tidemark.example.org,401", "http://tidemark.example.org,403", "https://evil.example,403",
            "https://tidemark.example.org:8443,403", "null,403"})
    void itsPageIsTheOneAtItsPublicAddress(String origin, int status) throws Exception {
        Shop shop = new Shop(folder, 10);
        shop.token(Role.OPERATOR);
        try (Server server = shop.serve("--public-url", "https://tidemark.example.org")) {
            assertEquals(status, status(server, "Host: tidemark.example.org", "Origin: " + origin));
        }
    }

    /** The JDK's client does not let a program choose the host header; a rebound name in a browser does. */
    private static int status(Server server, String... headers) throws Exception {
        String path = headers.length == 1 ? "/health" : "/api/me";
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }
}
