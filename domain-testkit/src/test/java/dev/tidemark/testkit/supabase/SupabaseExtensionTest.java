package dev.tidemark.testkit.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SupabaseExtension.class)
final class SupabaseExtensionTest {
    private final SupabaseProject project;
    private final HttpClient http = HttpClient.newHttpClient();

    SupabaseExtensionTest(SupabaseProject project) {
        this.project = project;
    }

    @Test
    void aRowIsInsertedAndThenUpdatedThroughTheGateway() throws Exception {
        project.execute("create table bed_upsert (id integer primary key, name text)");

        assertEquals(201, upsert("bed_upsert", "[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"}]").statusCode());
        assertEquals(200, upsert("bed_upsert", "[{\"id\":1,\"name\":\"c\"}]").statusCode());
        assertEquals("[{\"id\":1,\"name\":\"c\"}, \n {\"id\":2,\"name\":\"b\"}]", get("bed_upsert?order=id").body());
    }

    private HttpResponse<String> upsert(String table, String rows) throws IOException, InterruptedException {
        return http.send(request(table).header("Prefer", "resolution=merge-duplicates")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(rows)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return http.send(request(target).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(project.url() + "/rest/v1/" + target))
                .header("apikey", project.secretKey());
    }
}
