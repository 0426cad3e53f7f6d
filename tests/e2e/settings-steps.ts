import type { Locator } from "playwright-core";
import { type AdminBrowser, waitUntil } from "../sandbox/start/admin-browser.ts";
import { readLocale } from "../setup/locale-texts.ts";

/** Figures are computed anew in the background. */
const REBUILD_TIMEOUT_MS = 120_000;

const ENGLISH = readLocale("en");

/** What the English interface says. @throws for a key that there is not */
export function textOf(key: string): string {
  const text = ENGLISH.get(key);
  if (text === undefined) throw new Error(`There is no text ${key}.`);
  return text;
}

/** Presses the admin's own button for what has been changed. */
export async function pressSave({ page }: AdminBrowser): Promise<void> {
  await page.locator("#save-bar-actions button").last().click();
}

/** Saves and waits until the admin says that it is done. */
export async function save(admin: AdminBrowser, saidKey: string): Promise<void> {
  await pressSave(admin);
  const said = admin.page.locator("#toasts .toast", { hasText: textOf(saidKey) });
  await said.waitFor();
  await said.getByRole("button", { name: "Dismiss" }).click();
  await admin.page.locator("#save-bar").waitFor({ state: "hidden" });
}

/** Drops what has been changed. */
export async function discard({ page }: AdminBrowser): Promise<void> {
  await page.locator("#save-bar-actions button").first().click();
  await page.locator("#save-bar").waitFor({ state: "hidden" });
}

/** The words that stand at a field because of what is in it. */
export async function errorAt(field: Locator): Promise<string> {
  await field.and(field.page().frameLocator("iframe#app").locator('[aria-invalid="true"]')).waitFor();
  return field.evaluate((input) =>
    (input.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
      .join(" ")
      .trim(),
  );
}

/** Waits until no figure is being computed anew. */
export async function waitForRebuild(admin: AdminBrowser): Promise<void> {
  const isDone = async () => {
    await admin.open("/app/settings");
    return (await admin.app.locator("[data-rebuild]").count()) === 0;
  };
  await waitUntil("the figures computed anew", isDone, REBUILD_TIMEOUT_MS);
}

/** The number that a tile shows; null for "–". */
export async function numberIn({ app }: AdminBrowser, kpi: string): Promise<number | null> {
  const tile = app.locator(`[data-kpi="${kpi}"] [data-value]`).first();
  const value = await tile.getAttribute("data-value");
  return value === "" || value === null ? null : Number(value);
}
