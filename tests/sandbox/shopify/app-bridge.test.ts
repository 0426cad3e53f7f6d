import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { expectSoon } from "../../expect-soon.ts";
import { launchChromium } from "../../setup/chromium.ts";
import { type Sandbox, startSandbox } from "../server.ts";
import { startTinyApp, TINY_CONFIG, TINY_KEYS, type TinyApp, tinyShop } from "./tiny-app.ts";

/** Some twenty steps of a browser a test: a slow machine gets its time. */
vi.setConfig({ testTimeout: 120_000 });

let app: TinyApp;
let sandbox: Sandbox;
let browser: Browser;
let page: Page;
let frame: FrameLocator;
let strangers: string[];
let problems: string[];

beforeAll(async () => {
  app = await startTinyApp();
  sandbox = await startSandbox({
    dataset: tinyShop(new Date()),
    simulators: [],
    clock: () => new Date(),
    app: { origin: app.origin, ...TINY_KEYS },
    options: {
      appConfig: TINY_CONFIG,
      isInstalled: true,
      extensions: [{ handle: "survey", type: "theme_app_extension", activations: [] }],
    },
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await sandbox.close();
  await app.close();
});
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(30_000);
  frame = page.frameLocator("#app");
  strangers = [];
  problems = [];
  page.on("request", (request) => {
    if (!/^(http:\/\/127\.0\.0\.1|data:)/.test(request.url())) strangers.push(request.url());
  });
  page.on("pageerror", (error) => problems.push(error.message));
});
afterEach(async () => {
  await page.close();
  // Nothing that a page does may leave the machine or break.
  expect(strangers).toEqual([]);
  expect(problems).toEqual([]);
});

test("the admin shows the app's navigation, and its clicks move the app and the address bar", async () => {
  await page.goto(sandbox.appUrl);
  await page.getByRole("link", { name: "Helpdesks" }).click();
  await expectSoon(where).toEqual(["/helpdesks", "/helpdesks"]);
  await expectSoon(() => page.locator("#app-links [aria-current=page]").textContent()).toBe("Helpdesks");
  await page.getByRole("link", { name: "Conversions" }).click();
  await expectSoon(where).toEqual(["/conversions", "/conversions"]);
  await page.goBack();
  await expectSoon(where).toEqual(["/helpdesks", "/helpdesks"]);
  await page.goForward();
  await expectSoon(where).toEqual(["/conversions", "/conversions"]);
});

test("a deep link opens the app there, also after a reload and going back from it", async () => {
  await page.goto(`${sandbox.appUrl}/helpdesks?range=30d`);
  await expectSoon(where).toEqual(["/helpdesks?range=30d", "/helpdesksrange=30d"]);
  await page.getByRole("link", { name: "Conversions" }).click();
  await expectSoon(where).toEqual(["/conversions", "/conversions"]);
  await page.reload();
  await expectSoon(where).toEqual(["/conversions", "/conversions"]);
  await page.goBack();
  await expectSoon(where).toEqual(["/helpdesks?range=30d", "/helpdesksrange=30d"]);
});

test("title bar buttons of the admin click those of the app", async () => {
  await page.goto(sandbox.appUrl);
  await expectSoon(() => page.getByRole("heading", { name: "Overview" }).isVisible()).toBe(true);
  await page.getByRole("button", { name: "Export" }).click();
  await expectSoon(() => said()).toBe("export clicked");
});

test("fetch carries a session token, and is tried once more with a new one when the server calls it stale", async () => {
  await page.goto(sandbox.appUrl);
  app.bearers.length = 0;
  await frame.getByRole("button", { name: "Load" }).click();
  await expectSoon(() => said()).toBe("data 200");
  app.staleAnswers = 1;
  await frame.getByRole("button", { name: "Load" }).click();
  await expectSoon(() => app.bearers.length).toBe(3);
  await expectSoon(() => said()).toBe("data 200");
  expect(app.bearers[0]).toBe(app.bearers[1]);
  expect(app.bearers[2]).not.toBe(app.bearers[1]);
});

test("toasts appear in the admin and go when they are dismissed", async () => {
  await page.goto(sandbox.appUrl);
  await frame.getByRole("button", { name: "Toast" }).click();
  await page.getByRole("status").getByText("Saved").waitFor();
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expectSoon(() => page.getByRole("status").textContent()).toBe("");
});

test("the save bar guards what is not saved", async () => {
  await page.goto(sandbox.appUrl);
  await frame.getByRole("button", { name: "Edit" }).click();
  await page.locator("#save-bar").waitFor();
  await page.getByRole("link", { name: "Helpdesks" }).click();
  await page.getByRole("button", { name: "Stay" }).click();
  expect(await where()).toEqual(["", "/"]);
  await page.getByRole("link", { name: "Helpdesks" }).click();
  await page.getByRole("button", { name: "Leave page" }).click();
  await expectSoon(where).toEqual(["/helpdesks", "/helpdesks"]);
  await expectSoon(() => said()).toBe("discard clicked");
  await expectSoon(() => page.locator("#save-bar").isVisible()).toBe(false);
  await frame.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expectSoon(() => said()).toBe("save clicked");
});

test("a form with data-save-bar opens the bar by itself, and discarding resets the form", async () => {
  await page.goto(sandbox.appUrl);
  await frame.getByLabel("Name").fill("Robin");
  await page.getByRole("button", { name: "Discard" }).click();
  await expectSoon(() => frame.getByLabel("Name").inputValue()).toBe("");
  await expectSoon(() => page.locator("#save-bar").isVisible()).toBe(false);
});

test("a modal shows its content with the buttons of its title bar, holds the focus and hides again", async () => {
  await page.goto(sandbox.appUrl);
  await frame.getByRole("button", { name: "Ask" }).click();
  const modal = frame.getByRole("dialog", { name: "Disconnect?" });
  await expectSoon(() => modal.textContent()).toContain("The tickets stay.");
  await expectSoon(() => page.locator("#side").getAttribute("inert")).not.toBeNull();
  await modal.getByRole("button", { name: "Disconnect" }).click();
  await expectSoon(() => said()).toBe("yes clicked");
  await expectSoon(() => modal.isVisible()).toBe(false);
  await expectSoon(() => page.locator("#side").getAttribute("inert")).toBeNull();
});

test("the global tells the user, the scopes, the extensions and the app's configuration", async () => {
  await page.goto(sandbox.appUrl);
  const told = await frame.locator("body").evaluate(async () => ({
    user: await shopify.user(),
    scopes: await shopify.scopes.query(),
    extensions: await shopify.app.extensions(),
    config: shopify.config,
    isEmbedded: shopify.environment.embedded,
  }));
  expect(told).toMatchObject({
    user: { name: "Robin Vega" },
    scopes: { granted: ["read_orders", "read_customers", "read_all_orders"], optional: ["write_products"] },
    extensions: [{ handle: "survey" }],
    config: { apiKey: TINY_KEYS.apiKey, shop: "fernworks.myshopify.com", locale: "en" },
    isEmbedded: true,
  });
});

test("addresses of the Shopify admin open in the simulated one", async () => {
  await page.goto(sandbox.appUrl);
  await frame.getByRole("button", { name: "Order" }).click();
  await page.waitForURL(`${sandbox.adminOrigin}/store/fernworks/orders/5001`);
  expect(await page.locator("main").textContent()).toContain("c901@fernworks.example");
});

test("a frame without a session token gets one by the bounce page; a page outside the admin goes into it", async () => {
  await page.goto(sandbox.appUrl);
  await frame.locator("body").evaluate(() => location.replace("/helpdesks?embedded=1&shop=fernworks.myshopify.com"));
  await expectSoon(where).toEqual(["/helpdesks", "/helpdesks"]);
  await page.goto(`${sandbox.proxyOrigin}/conversions?shop=fernworks.myshopify.com`);
  await expectSoon(where).toEqual(["/conversions", "/conversions"]);
});

test("on a phone the navigation opens by its button and closes by Escape and by a choice", async () => {
  await page.setViewportSize({ width: 375, height: 740 });
  await page.goto(sandbox.appUrl);
  const side = page.getByRole("navigation", { name: "Admin" });
  await expectSoon(() => side.isVisible()).toBe(false);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.keyboard.press("Escape");
  await expectSoon(() => side.isVisible()).toBe(false);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: "Helpdesks" }).click();
  await expectSoon(where).toEqual(["/helpdesks", "/helpdesks"]);
  await expectSoon(() => side.isVisible()).toBe(false);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
});

/** Path below the app in the address bar, and what the app believes it shows. */
async function where(): Promise<[host: string, app: string | null]> {
  return [page.url().replace(sandbox.appUrl, ""), await frame.locator("#where").textContent()];
}

function said(): Promise<string | null> {
  return frame.locator("#log").textContent();
}
