package dev.tidemark.http.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.tidemark.http.PageServer;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** On a server without tokens, which asks nobody on this machine for one. */
@ExtendWith(ChromiumExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
final class HistoryOnThePageTest {
    private static final int RUNS = 10_000;
    private static final int MOST_ROWS_DRAWN = 60;
    /** Two charts of 200 runs among them, of four outcomes at most. */
    private static final int MOST_ELEMENTS = 2_500;
    private static final int MOST_REQUESTS = 6;

    private final Browser browser;
    private final PageServer server;

    HistoryOnThePageTest(Browser browser, @TempDir Path folder) throws Exception {
        this.browser = browser;
        this.server = PageServer.start(folder);
        server.pretendRuns(RUNS);
    }

    @AfterAll
    void end() {
        server.close();
    }

    @Test
    void tenThousandRunsAreAListOfWhichLittleIsAskedForAndDrawn() {
        try (Visit visit = Visit.of(browser, server).go("#/profiles/shop")) {
            Locator list = visit.page().getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Runs"));
            assertThat(list).hasAttribute("aria-rowcount", "201");
            assertThat(visit.page().locator(".chart g[data-slot]").first()).isAttached();
            assertTrue(visit.requests().size() <= MOST_REQUESTS, visit.requests().toString());
            assertDrawsLittle(visit);
            visit.picture("history");

            for (int rows = 401; rows <= 1_001; rows += 200) {
                visit.button("Show older runs").click();
                assertThat(list).hasAttribute("aria-rowcount", Integer.toString(rows),
                        new HasAttributeOptions().setTimeout(20_000));
            }
            visit.button("Show older runs").scrollIntoViewIfNeeded();
            assertThat(list.locator("[aria-rowindex='1001']")).isVisible();
            assertDrawsLittle(visit);
        }
    }

    private static void assertDrawsLittle(Visit visit) {
        int rows = visit.page().locator(".rows-body .row").count();
        int elements = ((Number) visit.page().evaluate("document.querySelectorAll('*').length")).intValue();
        assertTrue(rows > 0 && rows <= MOST_ROWS_DRAWN, "rows: " + rows);
        assertTrue(elements <= MOST_ELEMENTS, "elements: " + elements);
    }

    @Test
    void theHistoryIsFilteredByHowRunsEnded() {
        try (Visit visit = Visit.of(browser, server).go("#/runs")) {
            Locator badges = visit.page().locator(".rows-runs .badge");
            badges.first().waitFor();
            visit.page().getByLabel("Status").selectOption("failed");
            assertThat(visit.page().locator(".rows-runs .badge:not(.tone-bad)")).hasCount(0);
            assertThat(badges.first()).hasText("Failed");
        }
    }

    @Test
    void chartsTellTheirValuesToThePointerTheKeyboardAndWhoSeesNone() {
        try (Visit visit = Visit.of(browser, server).go("#/profiles/shop")) {
            Locator chart = visit.page().getByRole(AriaRole.IMG,
                    new Page.GetByRoleOptions().setName(Pattern.compile("^Duration")));
            assertThat(chart).hasAttribute("aria-label",
                    Pattern.compile("Duration of the 200 newest runs: from .+s to .+s, the last .+s\\..*"));
            Locator tip = visit.page().locator(".chart-tip").first();
            chart.hover();
            assertThat(tip).hasText(Pattern.compile(".+ in \\d\\.\\ds"));

            visit.page().mouse().move(0, 0);
            chart.focus();
            visit.page().keyboard().press("End");
            assertThat(tip).isVisible();
            String newest = tip.textContent();
            visit.page().keyboard().press("ArrowLeft");
            assertThat(tip).not().hasText(newest);
            visit.page().keyboard().press("Enter");
            assertThat(visit.page()).hasURL(Pattern.compile("#/runs/01J0+1$"));
        }
    }
}
