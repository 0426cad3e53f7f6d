import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { expectSoon } from "../expect-soon.ts";
import { type Complaint, installApp } from "../sandbox/start/admin-browser.ts";
import { accountAt } from "../sandbox/start/sandboxed-app.ts";
import { waitForFirstLoad } from "../sandbox/start/shown-figures.ts";
import { FIRST_LOAD_TIMEOUT_MS, openWorld, type World } from "./world.ts";

/** The answer by which App Bridge is told to leave the frame has this status; browsers take note of it. */
const LEAVING = 401;
/** A form that was refused. */
const REFUSED = 422;

let world: World;
/** Addresses that vendors sent the browser back to. */
const returns: URL[] = [];
beforeAll(async () => {
  world = await openWorld({ tickets: 300, helpdesks: ["gorgias", "zendesk", "helpscout"] });
  const { admin, running } = world;
  await installApp(admin, running.sandbox.appUrl);
  admin.page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname === "/helpdesks/callback") returns.push(url);
  });
});
afterAll(() => world?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await world.admin.page.screenshot({ path: `test-results/sign-in-${task.id}.png` });
});

test("a merchant who denies access at the vendor is told so in the admin, and led to try again", async () => {
  const { app } = world.admin;
  await leaveFor("gorgias");
  await press("Deny");
  const failed = app.locator('[data-sign-in="failed"]');
  await failed.waitFor();
  expect(await failed.textContent()).toMatch(/Gorgias.*administrator/s);
  await expectCleanAddress();
  await failed.locator("a", { hasText: /again/i }).click();
  await app.locator("form input[name=subdomain]").waitFor();
  expect(complaintsBut([LEAVING, REFUSED])).toEqual([]);
});

test("a merchant who allows access is led back, and the first load runs", async () => {
  const { admin } = world;
  await leaveFor("gorgias");
  await press("Allow");
  await admin.app.locator('[data-vendor="gorgias"][data-status="active"]').waitFor();
  await expectCleanAddress();
  await admin.app.locator('[data-vendor="gorgias"] progress, [data-phase="current"]').first().waitFor();
  expect(complaintsBut([LEAVING])).toEqual([]);
});

test("where nothing has to be filled in, one press leads to the vendor", async () => {
  const { admin } = world;
  await leaveFor("helpscout");
  await press("Allow");
  await admin.app.locator('[data-vendor="helpscout"][data-status="active"]').waitFor();
  await expectCleanAddress();
  expect(complaintsBut([LEAVING])).toEqual([]);
});

test("the same way back leads to the Helpdesks page; one that nobody here has set out on is refused", async () => {
  const { admin } = world;
  const back = returns.at(-1);
  await admin.page.goto(back?.href ?? "");
  await admin.app.locator('[data-vendor="helpscout"]').waitFor();
  await expectCleanAddress();
  const foreign = `${randomUUID()}.${"A".repeat(43)}`;
  await admin.open(`/app/helpdesks/finish?state=${foreign}&code=${back?.searchParams.get("code")}`);
  await admin.app.locator('[data-sign-in="failed"]').waitFor();
  await expectCleanAddress();
  const outside = await admin.context.newPage();
  await outside.goto(new URL("/helpdesks/callback?code=x", back).href);
  await outside.getByRole("heading", { name: "Signing in did not work" }).waitFor();
  expect(await outside.locator("meta[name=referrer]").getAttribute("content")).toBe("no-referrer");
});

test("the tickets of both are read with the access that signing in gave", async () => {
  await waitForFirstLoad(world.admin, 2, FIRST_LOAD_TIMEOUT_MS);
});

test("neither states nor codes are in the app's log", async () => {
  const log = await world.running.app.readLog();
  const secrets = returns.flatMap(({ searchParams }) => [searchParams.get("state"), searchParams.get("code")]);
  expect(returns.length).toBeGreaterThan(2);
  for (const secret of secrets) if (secret !== null) expect(log).not.toContain(secret);
});

test("a link that is pressed before the page's script is there leads to its page, inside the admin", async () => {
  const { page, app, context } = world.admin;
  const script = "**/assets/entry.client-*.js";
  await context.route(script, (route) => route.abort());
  await page.goto(`${world.running.sandbox.appUrl}/app/helpdesks`);
  await app.getByRole("link", { name: "Import tickets from a file" }).click();
  await app.getByRole("heading", { level: 1, name: "Import tickets" }).waitFor();
  await context.unroute(script);
  await page.reload();
  await app.locator("input[type=file]").waitFor({ state: "attached" });
});

/** Opens the connect page, fills in the account's address where that is asked for, and signs in. */
async function leaveFor(vendor: string): Promise<void> {
  const { admin, running } = world;
  await admin.open(`/app/helpdesks/connect/${vendor}`);
  const address = admin.app.locator("form input[name=subdomain]");
  if ((await address.count()) > 0) await address.fill(accountAt(running, vendor).credentials.subdomain ?? "");
  await admin.app.locator("form button[type=submit]").click();
}

/** Presses a link of the vendor's own page, which has the whole window. */
function press(answer: "Allow" | "Deny"): Promise<void> {
  return world.admin.page.getByRole("link", { name: answer }).click();
}

/** What the browser complains of besides answers of these statuses, and the icon that a vendor's page does not have here. */
function complaintsBut(expected: number[]): Complaint[] {
  const known = [...expected.flatMap((status) => [`${status} `, `status of ${status} `]), "/favicon.ico"];
  return world.admin.complaints.splice(0).filter(({ text }) => !known.some((part) => text.includes(part)));
}

/** The admin's own address follows the app's a moment later. */
async function expectCleanAddress(): Promise<void> {
  const secrets = () => {
    const { searchParams } = new URL(world.admin.page.url());
    return [searchParams.get("state"), searchParams.get("code")];
  };
  await expectSoon(secrets).toEqual([null, null]);
}
