package dev.tidemark.http.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.http.PageServer;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ChromiumExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
final class RunsOnThePageTest {
    private static final double SLOWEST_RUN_MILLIS = 60_000;
    /** So many of its points make a picture of a chart. */
    private static final int TELLING_POINTS = 12;

    private final Browser browser;
    private final PageServer server;
    private final String operator;

    RunsOnThePageTest(Browser browser, @TempDir Path folder) throws Exception {
        this.browser = browser;
        this.server = PageServer.start(folder);
        this.operator = server.token(Role.OPERATOR);
    }

    @AfterAll
    void end() {
        server.close();
    }

    @Test
    void aWrongTokenIsToldAndARightOneLetsIn() {
        try (Visit visit = Visit.of(browser, server)) {
            visit.page().getByLabel("Token").fill("tidemark_000000000000_wrong");
            visit.button("Log in").click();
            assertThat(visit.page().getByRole(AriaRole.ALERT)).containsText("does not let you in");

            visit.logIn(operator);
            assertThat(visit.page().locator("#who")).containsText("operator");
            assertThat(visit.page().locator(".card")).hasCount(4);
            assertThat(visit.page().locator(".card").last()).containsText(Pattern.compile("Next .*0 3 \\* \\* \\*"));
        }
    }

    @Test
    void whoLogsOutIsAskedForTheTokenAgain() {
        try (Visit visit = Visit.of(browser, server).logIn(operator)) {
            visit.button("Log out").click();
            assertThat(visit.heading("Log in")).isVisible();

            visit.page().reload();
            assertThat(visit.heading("Log in")).isVisible();
        }
    }

    @Test
    void aRunIsPreviewedStartedAndSeenToFinish() {
        try (Visit visit = Visit.of(browser, server).logIn(operator).go("#/profiles/shop")) {
            visit.button("Start").click();
            Locator dialog = visit.page().getByRole(AriaRole.DIALOG);
            dialog.getByText("Preview").click();
            assertThat(dialog.locator(".plan-sum")).containsText("1,903 to insert");
            dialog.locator("summary", new Locator.LocatorOptions().setHasText("customers")).click();
            assertThat(dialog.locator(".samples").first()).containsText("Customer 1");
            visit.picture("plan");

            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Start")).click();
            assertThat(visit.status()).hasText("Rejects", new HasTextOptions().setTimeout(SLOWEST_RUN_MILLIS));
            assertThat(visit.page().locator(".stat-read dd")).hasText("1,904");
            assertThat(visit.page().locator(".stat-rejected dd")).hasText("2");
            assertThat(visit.page().locator(".rows-tables .rows-body .row")).hasCount(2);
            assertThat(visit.page()).hasTitle(Pattern.compile("Rejects · shop"));
        }
    }

    @Test
    void aSlowRunIsWatchedLiveAndCancelledWithItsPlaceSaved() {
        try (Visit visit = Visit.of(browser, server).logIn(operator).go("#/profiles/stations")) {
            start(visit);
            assertThat(visit.status()).hasText("Running");
            Locator readings = visit.page().locator(".row", new Page.LocatorOptions().setHasText("readings"))
                    .locator(".row-progress .num");
            assertThat(readings).hasText(Pattern.compile("[\\d,]+/24,000 \\(\\d+%\\) ETA .+"));
            // The chart has something to show from the second on.
            assertThat(visit.page().locator(".chart-curve")).isVisible();
            assertThat(visit.page().locator(".stat-rate dd")).hasText(Pattern.compile("[1-9][\\d,]*"));
            takeAPictureOfTheRun(visit);

            visit.button("Cancel").click();
            assertThat(visit.status()).hasText("Interrupted", new HasTextOptions().setTimeout(SLOWEST_RUN_MILLIS));
            int read = firstNumber(readings.textContent());
            assertTrue(read > 0 && read < PageServer.READINGS, "cancelled after " + read);

            visit.button("Start again").click();
            visit.page().getByRole(AriaRole.DIALOG)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Start")).click();
            assertThat(visit.status()).hasText("Running");
            assertThat(readings).hasText(Pattern.compile("[1-9].*"));
            assertTrue(firstNumber(readings.textContent()) >= read, "it goes on from there: " + readings.textContent());
            visit.button("Cancel").click();
            assertThat(visit.status()).hasText("Interrupted", new HasTextOptions().setTimeout(SLOWEST_RUN_MILLIS));
        }
    }

    private static int firstNumber(String text) {
        return Integer.parseInt(text.split("[^\\d,]", 2)[0].replace(",", ""));
    }

    private static void takeAPictureOfTheRun(Visit visit) {
        if (Visit.pictures().isPresent()) {
            visit.page().locator(".chart-point").nth(TELLING_POINTS).waitFor(
                    new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            visit.picture("run");
        }
    }

    @Test
    void theKeyboardAloneStartsARun() {
        try (Visit visit = Visit.of(browser, server).logIn(operator)) {
            Page page = visit.page();
            page.reload();
            page.locator(".card").first().waitFor();
            page.keyboard().press("Tab");
            assertThat(page.locator(":focus")).hasText("Skip to the content");
            tabTo(page, "odd");
            page.keyboard().press("Enter");
            assertThat(visit.heading("odd")).isVisible();
            tabTo(page, "Start");
            page.keyboard().press("Enter");
            assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
            page.keyboard().press("Escape");
            assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
            assertThat(page.locator(":focus")).hasText("Start");

            page.keyboard().press("Enter");
            assertThat(page.getByRole(AriaRole.DIALOG).locator(":focus")).hasText("Start");
            page.keyboard().press("Enter");
            assertThat(visit.status()).hasText("Succeeded", new HasTextOptions().setTimeout(SLOWEST_RUN_MILLIS));
        }
    }

    private static void tabTo(Page page, String text) {
        for (int presses = 0; presses < 40; presses++) {
            page.keyboard().press("Tab");
            Locator focused = page.locator(":focus");
            if (focused.count() == 1 && text.equals(focused.textContent().strip())) {
                assertEquals("solid", page.evaluate("e => [getComputedStyle(document.activeElement).outlineStyle,"
                        + " getComputedStyle(document.activeElement, '::after').outlineStyle].find(style => style !== 'none')"),
                        "what has the focus shows it");
                return;
            }
        }
        throw new AssertionError("the Tab key never came to " + text);
    }

    @Test
    void aLostConnectionIsToldUntilItIsBack() {
        try (Visit visit = Visit.of(browser, server).logIn(operator)) {
            visit.page().locator(".card").first().waitFor();
            visit.context().setOffline(true);
            assertThat(visit.page().locator("#lost")).containsText("Connection lost");
            visit.context().setOffline(false);
            assertThat(visit.page().locator("#lost")).isEmpty();
        }
    }

    private static void start(Visit visit) {
        visit.button("Start").click();
        visit.page().getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Start")).click();
    }
}
