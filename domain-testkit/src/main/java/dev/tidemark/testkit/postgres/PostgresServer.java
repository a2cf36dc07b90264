package dev.tidemark.testkit.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A running server. */
sealed interface PostgresServer extends AutoCloseable {

    /** The database to make other databases from. */
    PostgresDatabase administration();

    @Override
    void close();

    /** Starts what {@code -Dtest.postgres} asks for. */
    static PostgresServer start() {
        String wanted = System.getProperty("test.postgres", "auto");
        return switch (wanted) {
            case "auto" -> Container.isReady() ? Container.start() : Embedded.start();
            case "docker" -> Container.start();
            case "embedded" -> Embedded.start();
            default -> Given.at(wanted);
        };
    }

    /** Binaries from Maven Central, run as a child process; their data is gone with it. */
    record Embedded(EmbeddedPostgres process) implements PostgresServer {

        static Embedded start() {
            try {
                // Tests lose nothing by a crash of the machine: without fsync a commit costs a tenth.
                return new Embedded(EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_prepared_transactions", "10")
                        .setServerConfig("max_connections", "200")
                        .start());
            } catch (IOException e) {
                throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
            }
        }

        @Override
        public PostgresDatabase administration() {
            return new PostgresDatabase("localhost", process.getPort(), "postgres", "postgres", "postgres");
        }

        @Override
        public void close() {
            try {
                process.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the embedded PostgreSQL does not stop", e);
            }
        }
    }

    /** A container, from the image that {@code -Dtest.postgres.image} names. */
    record Container(PostgreSQLContainer container) implements PostgresServer {
        private static final String IMAGE = System.getProperty("test.postgres.image", "postgres:17");

        /**
         * Docker answers at once, and the image is there: that Docker is up does not mean that an image can be pulled. The
         * command line is asked because Testcontainers, inside a container without a registry, waits minutes for an image
         * of its own.
         */
        static boolean isReady() {
            try {
                Process asked = new ProcessBuilder("docker", "image", "inspect", IMAGE)
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.DISCARD)
                        .start();
                try {
                    return asked.waitFor(5, TimeUnit.SECONDS) && asked.exitValue() == 0;
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return false;
                } finally {
                    asked.destroy();
                }
            } catch (IOException _) {
                return false;
            }
        }

        static Container start() {
            PostgreSQLContainer container = new PostgreSQLContainer(
                    DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                    .withCommand("postgres", "-c", "fsync=off", "-c", "max_prepared_transactions=10", "-c",
                            "max_connections=200")
                    .waitingFor(Wait.forListeningPort());
            container.start();
            return new Container(container);
        }

        @Override
        public PostgresDatabase administration() {
            return new PostgresDatabase(container.getHost(),
                    container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                    container.getDatabaseName(), container.getUsername(), container.getPassword());
        }

        @Override
        public void close() {
            container.stop();
        }
    }

    /** A server that somebody else runs; databases are made there and dropped again. */
    record Given(PostgresDatabase administration) implements PostgresServer {
        private static final String PREFIX = "jdbc:";
        private static final int DEFAULT_PORT = 5432;

        /**
         * @param url {@code jdbc:postgresql://host:port/database?user=...&password=...} of a superuser
         */
        static Given at(String url) {
            if (!url.startsWith(PREFIX + "postgresql://")) {
                throw new IllegalArgumentException(
                        "-Dtest.postgres is none of auto, docker, embedded and a jdbc:postgresql: URL");
            }
            URI uri = URI.create(url.substring(PREFIX.length()));
            Map<String, String> parameters = new HashMap<>();
            Arrays.stream(String.valueOf(uri.getRawQuery()).split("&"))
                    .map(parameter -> parameter.split("=", 2))
                    .filter(parameter -> parameter.length == 2)
                    .forEach(parameter -> parameters.put(parameter[0],
                            URLDecoder.decode(parameter[1], StandardCharsets.UTF_8)));
            return new Given(new PostgresDatabase(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                    uri.getPath().substring(1), parameters.getOrDefault("user", "postgres"),
                    parameters.getOrDefault("password", "")));
        }

        @Override
        public void close() {
            // it is not ours
        }
    }
}
