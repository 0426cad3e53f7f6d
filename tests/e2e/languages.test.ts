import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { chooseLocale, LANGUAGES, LOCALES, type Locale } from "../../app/ui/i18n.ts";
import { installApp } from "../sandbox/start/admin-browser.ts";
import { readLocale } from "../setup/locale-texts.ts";
import { openWorld, type World } from "./world.ts";

const SETTINGS = "/app/settings";
/** Of the section in which users choose their language: on the page from its first rendering. */
const TITLE = "settings.language.title";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await installApp(world.admin, world.running.sandbox.appUrl);
});
afterEach(() => {
  expect(world.admin.complaints.splice(0)).toEqual([]);
});
afterAll(() => world?.close());

test("all six languages are offered", () => {
  expect(LOCALES).toEqual(LANGUAGES);
});

test("a document comes in the admin's language and stays in it when the browser takes over", async () => {
  for (const admin of [...LOCALES, "fr-CA", "tl", "ja"]) {
    world.running.sandbox.shopify.setLocale(admin);
    const expected = chooseLocale([admin]);
    expect(await documentOf(SETTINGS), admin).toContain(`<html lang="${expected}"`);
    await expectLanguage(expected);
  }
});

test("the user's own language comes before the admin's, at once on the open page and in every later document", async () => {
  world.running.sandbox.shopify.setLocale("de");
  await world.admin.open(SETTINGS);
  await expectLanguage("de");
  await markDocument();
  await chooseOwn("fil");
  await expectLanguage("fil");
  expect(await isMarked(), "the page was loaded anew").toBe(true);
  expect(await documentOf(SETTINGS)).toContain(`<html lang="fil"`);
  await expectLanguage("fil");
  await chooseOwn("");
  await expectLanguage("de");
});

/** What the server sends for a page, before any script has run. */
async function documentOf(path: string): Promise<string> {
  const { page } = world.admin;
  const [response] = await Promise.all([
    page.waitForResponse(
      (answer) => answer.frame() !== page.mainFrame() && answer.request().resourceType() === "document",
    ),
    world.admin.open(path),
  ]);
  return response.text();
}

/** Waits until the page says that it is in the language and shows its words, and has all it asked for. */
async function expectLanguage(locale: Locale): Promise<void> {
  const { app, page } = world.admin;
  await app.locator(`html[lang="${locale}"]`).waitFor({ state: "attached" });
  await app.getByText(readLocale(locale).get(TITLE) ?? "no such text", { exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
}

async function chooseOwn(value: string): Promise<void> {
  const { app, page } = world.admin;
  await page.waitForLoadState("networkidle");
  await app
    .locator("select")
    .filter({ has: app.locator('option[value="fil"]') })
    .selectOption(value);
  await page.locator("#save-bar-actions button").last().click();
}

/** A mark that only a document that is still the same one bears. */
function markDocument(): Promise<void> {
  return world.admin.app.locator("html").evaluate((html) => void html.setAttribute("data-marked", ""));
}

function isMarked(): Promise<boolean> {
  return world.admin.app.locator("html").evaluate((html) => html.hasAttribute("data-marked"));
}
