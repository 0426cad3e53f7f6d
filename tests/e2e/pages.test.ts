import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AdminBrowser, openAdminBrowser } from "../sandbox/start/admin-browser.ts";
import { openLoadedWorld, type World } from "./world.ts";

const WIDTHS = [375, 1440];
const SCREENSHOTS = "test-results/pages";

let world: World;
beforeAll(async () => {
  await mkdir(SCREENSHOTS, { recursive: true });
  world = await openLoadedWorld();
});
afterAll(() => world?.close());

async function pages(): Promise<{ name: string; path: string }[]> {
  const { from, to } = world.everything;
  await world.admin.open("/app/helpdesks");
  const connection = await world.admin.app.locator("[data-connection]").first().getAttribute("data-connection");
  return [
    { name: "overview", path: "/app" },
    { name: "overview-everything", path: `/app?from=${from}&to=${to}` },
    { name: "overview-bad-period", path: "/app?from=yesterday&to=now" },
    { name: "conversions", path: "/app/conversions" },
    { name: "conversions-everything", path: `/app/conversions?from=${from}&to=${to}` },
    { name: "helpdesks", path: "/app/helpdesks" },
    { name: "change-credentials", path: `/app/helpdesks/${connection}/credentials` },
    { name: "connect-gorgias", path: "/app/helpdesks/connect/gorgias" },
    { name: "sign-in-zendesk", path: "/app/helpdesks/connect/zendesk" },
    ...["freshdesk", "reamaze", "chatwoot"].map((vendor) => ({
      name: `connect-${vendor}`,
      path: `/app/helpdesks/connect/${vendor}`,
    })),
    { name: "connect-intercom", path: "/app/helpdesks/connect/intercom?by=key" },
    { name: "connect-helpscout", path: "/app/helpdesks/connect/helpscout?by=key" },
    { name: "import", path: "/app/helpdesks/import" },
  ];
}

for (const width of WIDTHS) {
  test(`every page fits into ${width} pixels, and neither its console nor the network complains`, async () => {
    const admin = await openAdminBrowser({ appUrl: world.running.sandbox.appUrl, width });
    try {
      for (const { name, path } of await pages()) {
        await admin.open(path);
        await admin.page.waitForLoadState("networkidle");
        await admin.page.screenshot({ path: `${SCREENSHOTS}/${name}-${width}.png`, fullPage: true });
        expect(await overflowOf(admin), `${name} scrolls sideways`).toBe(0);
        expect(admin.complaints.splice(0), name).toEqual([]);
      }
    } finally {
      await admin.close();
    }
  });
}

test("an address that does not exist answers in plain words, without a stack trace", async () => {
  const { admin } = world;
  await admin.open("/app/no-such-page");
  const text = await admin.app.locator("body").textContent();
  expect(text).not.toMatch(/\n\s+at |node_modules|\.tsx?:\d/);
  expect(text?.length).toBeGreaterThan(20);
});

/** Pixels by which the app's document is wider than its frame. */
function overflowOf({ app }: AdminBrowser): Promise<number> {
  return app.locator("html").evaluate((root) => Math.max(0, root.scrollWidth - root.clientWidth));
}
