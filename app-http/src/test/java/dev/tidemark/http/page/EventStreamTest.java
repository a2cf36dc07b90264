package dev.tidemark.http.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.tidemark.http.PageServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page's own reader of server-sent events. */
@ExtendWith(ChromiumExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
final class EventStreamTest {
    private final Browser browser;
    private final PageServer server;

    EventStreamTest(Browser browser, @TempDir Path folder) throws Exception {
        this.browser = browser;
        this.server = PageServer.start(folder);
    }

    @AfterAll
    void end() {
        server.close();
    }

    @Test
    void aStreamIsReadWhereverItsPiecesEnd() {
        String stream = ": hello\\n\\nid: 7\\nevent: progress\\ndata: {\"a\":1,\\ndata: \"ü\":2}\\n\\nid: 8\\r\\ndata:x\\r\\n\\r\\nevent: lost\\n\\ndata: y\\r\\rdata: unfinished";
        Object events;
        try (Visit visit = Visit.of(browser, server)) {
            events = visit.page().evaluate("""
                    async () => {
                      const {parse} = await import('/assets/sse.js');
                      const bytes = new TextEncoder().encode("STREAM");
                      const read = [];
                      for (let size = 1; size <= bytes.length; size++) {
                        const pieces = new ReadableStream({start(controller) {
                          for (let at = 0; at < bytes.length; at += size) {
                            controller.enqueue(bytes.slice(at, at + size));
                          }
                          controller.close();
                        }});
                        const events = [];
                        for await (const {id, kind, data} of parse(pieces)) {
                          events.push(`${id} ${kind} ${data}`);
                        }
                        read.push(events.join(' | '));
                      }
                      return [...new Set(read)];
                    }""".replace("\"STREAM\"", "'" + stream + "'"));
        }
        assertEquals(List.of("7 progress {\"a\":1,\n\"ü\":2} | 8 message x | 8 message y"), events);
    }

    @Test
    void whoLostTheConnectionGoesOnAfterTheLastEventTheySaw() {
        List<String> asked = new ArrayList<>();
        try (Visit visit = Visit.of(browser, server).go("#/profiles/stations")) {
            Page page = visit.page();
            page.route("**/events", route -> {
                asked.add(String.valueOf(route.request().headerValue("Last-Event-ID")));
                answer(route, asked.size());
            });
            visit.button("Start").click();
            page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Start"))
                    .click();
            assertThat(page.locator(".rows-tables .row-name", new Page.LocatorOptions().setHasText("readings")))
                    .isVisible();
            visit.button("Cancel").click();
            assertThat(visit.status()).hasText("Interrupted", new HasTextOptions().setTimeout(60_000));
        }
        assertEquals(List.of("null", "2", "2"), asked);
    }

    /** The first answer ends early, the second never comes, the third is the server's. */
    private static void answer(Route route, int time) {
        switch (time) {
            case 1 -> route.fulfill(new Route.FulfillOptions().setContentType("text/event-stream").setBody("""
                    id: 1
                    event: run-started
                    data: {"run":"R","profile":"stations","direction":"push"}

                    id: 2
                    event: table-started
                    data: {"table":"stations","before":0}

                    """));
            case 2 -> route.abort();
            default -> route.resume();
        }
    }
}
