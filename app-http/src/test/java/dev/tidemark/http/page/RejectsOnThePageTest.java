package dev.tidemark.http.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.http.PageServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ChromiumExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
final class RejectsOnThePageTest {
    private static final HasTextOptions PATIENTLY = new HasTextOptions().setTimeout(60_000);

    /** What the server tells the page, whether the page shows it or not. */
    private static final String TOLD = """
            run => Promise.all(['api/profiles/shop/rejects', `api/runs/${run}`, `api/runs/${run}/events`].map(path =>
              fetch(path, {headers: {Authorization: `Bearer ${sessionStorage.getItem('tidemark.token')}`}})
                .then(response => response.text())))""";

    private final Browser browser;
    private final PageServer server;
    private final String operator;
    private final String viewer;

    RejectsOnThePageTest(Browser browser, @TempDir Path folder) throws Exception {
        this.browser = browser;
        this.server = PageServer.start(folder);
        this.operator = server.token(Role.OPERATOR);
        this.viewer = server.token(Role.VIEWER);
    }

    @AfterAll
    void end() {
        server.close();
    }

    @Test
    void aRejectIsReadFilteredMendedAndRetried() throws Exception {
        try (Visit visit = Visit.of(browser, server).logIn(operator)) {
            run(visit, "shop");
            assertThat(visit.status()).hasText("Rejects", PATIENTLY);
            visit.page().getByText("See the rejects").click();
            Locator rows = visit.page().locator(".rows-rejects .rows-body .row");
            assertThat(rows).hasCount(2);

            visit.page().getByLabel("Find in rejects").fill("negative");
            assertThat(rows).hasCount(1);
            rows.getByRole(AriaRole.BUTTON).click();
            Locator dialog = visit.page().getByRole(AriaRole.DIALOG);
            assertThat(dialog).containsText("total must not be negative");
            assertThat(dialog.locator(".values")).containsText("-9.5");
            visit.picture("reject");
            dialog.getByRole(AriaRole.BUTTON).click();

            server.mend();
            visit.page().getByLabel("Table").selectOption("orders");
            visit.button("Retry orders").click();
            assertThat(visit.heading("shop")).isVisible();
            // The other one is still no number.
            assertThat(visit.status()).hasText("Rejects", PATIENTLY);
            visit.go("#/rejects/shop");
            assertThat(rows).hasCount(1);
            assertThat(rows).containsText("id=1204");
        }
    }

    @Test
    void aViewerSeesWhatHappensButStartsNothingAndReadsNoRow() {
        try (Visit operators = Visit.of(browser, server).logIn(operator)) {
            run(operators, "shop");
            assertThat(operators.status()).hasText("Rejects", PATIENTLY);
        }
        try (Visit visit = Visit.of(browser, server).logIn(viewer).go("#/profiles/shop")) {
            assertThat(visit.page().locator(".rows-runs .rows-body .row").first()).isVisible();
            assertThat(visit.button("Plan")).isVisible();
            assertThat(visit.button("Start")).hasCount(0);

            visit.page().locator(".rows-runs .row-link").first().click();
            assertThat(visit.page().locator(".rows-tables .rows-body .row")).not().hasCount(0);
            assertThat(visit.page().getByText("Start again")).hasCount(0);
            String run = visit.page().url().replaceFirst(".*/", "");

            visit.go("#/rejects/shop");
            visit.page().locator(".rows-rejects .row-link").first().click();
            assertThat(visit.page().getByRole(AriaRole.DIALOG)).containsText("Operators see the row");
            visit.page().keyboard().press("Escape");
            assertThat(visit.page().getByText("Retry", new Page.GetByTextOptions().setExact(false))).hasCount(0);
            assertThat(visit.page().locator("#nav")).not().containsText("Audit");

            List<?> told = (List<?>) visit.page().evaluate(TOLD, run);
            told.forEach(text -> assertTrue(text.toString().contains("orders"), text.toString()));
            told.forEach(text -> assertFalse(text.toString().contains("onerror"), text.toString()));
        }
    }

    @Test
    void namesAndValuesThatLookLikeMarkupAreTexts() {
        try (Visit visit = Visit.of(browser, server).logIn(operator)) {
            run(visit, "odd");
            assertThat(visit.status()).hasText("Succeeded", PATIENTLY);
            assertThat(visit.page().locator(".rows-tables .row-name").last())
                    .containsText("<script>document.body.dataset.hacked=1</script>");

            run(visit, "shop");
            assertThat(visit.status()).hasText("Rejects", PATIENTLY);
            visit.go("#/rejects/shop");
            visit.page().locator(".rows-rejects .row", new Page.LocatorOptions().setHasText("id=1204"))
                    .getByRole(AriaRole.BUTTON).click();
            assertThat(visit.page().getByRole(AriaRole.DIALOG).locator(".values")).containsText(PageServer.BAD_VALUE);

            assertThat(visit.page().locator("main img, dialog img, body script")).hasCount(0);
            assertNull(visit.page().evaluate("document.body.dataset.hacked ?? null"));
        }
    }

    private static void run(Visit visit, String profile) {
        visit.go("#/profiles/" + profile);
        visit.button("Start").click();
        visit.page().getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Start")).click();
        visit.heading(profile).waitFor();
    }
}
