package dev.tidemark.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.web.router.Router;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the API describes the API. */
final class DescriptionTest {
    private static final Pattern PATH = Pattern.compile("^  (/\\S*):$");
    private static final Pattern FILES = Pattern.compile("/|/assets/.*|/docs(/.*)?|/openapi\\.yml");
    private static final Pattern METHOD = Pattern.compile("^    (get|post|put|delete|patch):$");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyRouteOfTheApiIsDescribedWithWhatItRefuses() throws Exception {
        try (Server server = new Shop(folder, 1).serve(); Client client = new Client(server.address())) {
            HttpResponse<String> description = client.get("/openapi.yml");
            assertEquals(200, description.statusCode());
            assertEquals(Optional.of("application/yaml"),
                    description.headers().firstValue("Content-Type").map(type -> type.split(";", 2)[0]));
            // All but the page and the viewer, which are files; whatever else answers is described.
            Set<String> routes = server.bean(Router.class).uriRoutes()
                    .filter(route -> !FILES.matcher(route.getUriMatchTemplate().toString()).matches())
                    .filter(route -> !route.getHttpMethodName().equals("HEAD"))
                    .map(route -> route.getHttpMethodName().toLowerCase(java.util.Locale.ROOT) + " "
                            + route.getUriMatchTemplate().toPathString())
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> described = described(description.body());

            assertTrue(routes.size() >= 11, routes.toString());
            assertEquals(routes, described);
            for (String operation : description.body().split("\n    (?=get:|post:)")) {
                boolean api = operation.contains("security:\n      - token: []");
                assertEquals(api, operation.contains("\"401\":") && operation.contains("\"429\":"), operation);
            }
        }
    }

    private static Set<String> described(String yaml) {
        Set<String> found = new TreeSet<>();
        String path = "";
        for (String line : yaml.lines().toList()) {
            Matcher isPath = PATH.matcher(line);
            Matcher isMethod = METHOD.matcher(line);
            if (isPath.matches()) {
                path = isPath.group(1);
            } else if (isMethod.matches()) {
                found.add(isMethod.group(1) + " " + path);
            }
        }
        return found;
    }

    @Test
    void itsViewerNeedsNothingFromElsewhere() throws Exception {
        try (Server server = new Shop(folder, 1).serve(); Client client = new Client(server.address())) {
            HttpResponse<String> viewer = client.get("/docs");
            assertEquals(200, viewer.statusCode());
            assertFalse(viewer.body().contains("://"), viewer.body());
            for (String part : new String[] {"viewer.js", "swagger-ui.css", "swagger-ui-bundle.js",
                    "favicon-32x32.png"}) {
                assertTrue(viewer.body().contains("/docs/" + part), viewer.body());
                assertEquals(200, client.get("/docs/" + part).statusCode(), part);
            }
            Problems.assertProblem(404, client.get("/docs/other.js"));
        }
    }
}
