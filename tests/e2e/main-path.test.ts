import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connectHelpdesk, installApp, submitCredentials, waitUntil } from "../sandbox/start/admin-browser.ts";
import type { KnownFigures } from "../sandbox/start/known-figures.ts";
import { accountAt } from "../sandbox/start/sandboxed-app.ts";
import {
  differences,
  expectedConversions,
  expectedOverview,
  readFigures,
  waitForFirstLoad,
} from "../sandbox/start/shown-figures.ts";
import { FIRST_LOAD_TIMEOUT_MS, openWorld, type World } from "./world.ts";

/** Some seconds, and on a slow machine many; polling comes round every five minutes. */
const SETTLE_TIMEOUT_MS = 60_000;

let world: World;
beforeAll(async () => {
  world = await openWorld({ latencyMs: 50 });
});
afterAll(() => world?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === "fail")
    await world.admin.page.screenshot({ path: `test-results/main-path-${task.id}.png` });
});

test("a shop that installs the app is led to connect a helpdesk", async () => {
  const { admin, running } = world;
  await installApp(admin, running.sandbox.appUrl);
  await admin.app.locator('[data-step="helpdesk"][data-state="open"]').waitFor();
  await admin.app.locator('[data-step="helpdesk"] a, [data-step="helpdesk"] button').first().click();
  await admin.app.locator("form input[name=subdomain]").waitFor();
});

test("a wrong key is refused before anything is saved, and the page says so", async () => {
  const { admin, running } = world;
  await submitCredentials(admin, "gorgias", { ...accountAt(running, "gorgias").credentials, apiKey: "not-the-key" });
  const problem = admin.app.locator("[role=alert], .Polaris-InlineError, .Polaris-Banner").first();
  await problem.waitFor();
  expect(await problem.textContent()).toMatch(/key/i);
  await admin.open("/app/helpdesks");
  expect(await admin.app.locator("[data-vendor]").count()).toBe(0);
});

test("both helpdesks are connected through their forms, and the first load shows its progress", async () => {
  const { admin, running } = world;
  await connectHelpdesk(admin, "gorgias", accountAt(running, "gorgias").credentials);
  await admin.app.locator('[data-vendor="gorgias"][data-phase="history"] progress').waitFor({ state: "attached" });
  await connectHelpdesk(admin, "zendesk", accountAt(running, "zendesk").credentials);
  await waitForFirstLoad(admin, 2, FIRST_LOAD_TIMEOUT_MS);
});

test("Overview shows the known truth of every period", async () => {
  for (const period of world.known.periods) {
    let found: string[] = [];
    const isTrue = async () => {
      found = differences(expectedOverview(period), await readFigures(world.admin, "/app", period));
      return found.length === 0;
    };
    await waitUntil(`${period.name}: the figures of Overview`, isTrue, SETTLE_TIMEOUT_MS).catch(() => found);
    expect(found, period.name).toEqual([]);
  }
});

test("Conversions shows the known truth of every period", async () => {
  for (const period of world.known.periods) {
    const shown = await readFigures(world.admin, "/app/conversions", period);
    expect(differences(expectedConversions(period), shown), period.name).toEqual([]);
  }
});

test("the CSV holds exactly the known credits, one row an order", async () => {
  const { admin, everything, known } = world;
  await admin.open(`/app/conversions?from=${everything.from}&to=${everything.to}`);
  await admin.app.getByRole("button", { name: "Export", exact: true }).click();
  const [download] = await Promise.all([
    admin.page.waitForEvent("download"),
    admin.app.getByText("CSV file", { exact: true }).click(),
  ]);
  const rows = parseCsv(await readFile(await download.path(), "utf8"));
  expect(rows.map(creditOfRow).sort()).toEqual(known.credits.map(creditOfTruth).sort());
});

test("what a webhook tells of is in the figures long before the next round of polling, and out of them again", async () => {
  const { admin, running, everything } = world;
  const account = accountAt(running, "zendesk");
  const created = async () => (await readFigures(admin, "/app", everything)).tickets_created ?? 0;
  const before = await created();
  const { id } = account.addTicket({ customer: { email: "in.a.hurry@example.com" } });
  await waitUntil("the new ticket in the figures", async () => (await created()) === before + 1, SETTLE_TIMEOUT_MS);
  account.deleteTicket(String(id));
  await waitUntil("the deleted ticket out of the figures", async () => (await created()) === before, SETTLE_TIMEOUT_MS);
});

test("after a stop and another start everything is still there, and the app is still signed in", async () => {
  await world.restart();
  const { admin, everything, running } = world;
  expect(differences(expectedOverview(everything), await readFigures(admin, "/app", everything))).toEqual([]);
  await running.sandbox.shopify.expireTokens();
  await admin.open("/app/helpdesks");
  expect(await admin.app.locator('[data-vendor][data-status="active"]').count()).toBe(2);
  expect(admin.complaints).toEqual([]);
});

function creditOfTruth({ orderId, ticketId, agent, gross, refunded, net }: KnownFigures["credits"][number]): string {
  // Where two helpdesks have an agent of the same name, the truth tells them apart by a word that the file has no need of.
  const name = agent.replace(/ \(\w+\)$/, "");
  return [orderId.split("/").at(-1), ticketId, name, gross, refunded, net].join(" | ");
}

function creditOfRow(row: Record<string, string>): string {
  const field = (name: RegExp) => Object.entries(row).find(([heading]) => name.test(heading))?.[1] ?? "";
  return [/order id/i, /ticket id/i, /agent/i, /gross/i, /refunded/i, /net/i].map(field).join(" | ");
}

/** RFC 4180 with a byte order mark; the first row names the columns. */
function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text
    .replace(/^\uFEFF/, "")
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  const [headings = [], ...body] = rows;
  return body.map((cells) => Object.fromEntries(headings.map((heading, index) => [heading, cells[index] ?? ""])));
}
