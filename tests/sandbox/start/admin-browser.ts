import type { BrowserContext, FrameLocator, Page } from "playwright-core";
import { launchChromium, USER_AGENT } from "../../setup/chromium.ts";

const PAGE_TIMEOUT_MS = 60_000;
const ALIVE_MS = 10_000;

/** What the page did that it should not: errors in its console, requests that failed. */
export interface Complaint {
  kind: "console" | "request";
  text: string;
}

/** A browser on the simulated Shopify admin, with the app in its frame. */
export interface AdminBrowser {
  page: Page;
  context: BrowserContext;
  /** The app's own document. */
  app: FrameLocator;
  complaints: Complaint[];
  /** Opens a path of the app, such as "/app/helpdesks?x=y", as a deep link of the admin. */
  open(path: string): Promise<void>;
  close(): Promise<void>;
}

export interface AdminBrowserOptions {
  /** The app's page in the admin. */
  appUrl: string;
  width?: number;
  height?: number;
}

/** @throws when no Chromium is found: CHROMIUM_PATH names one */
export async function openAdminBrowser({
  appUrl,
  width = 1440,
  height = 900,
}: AdminBrowserOptions): Promise<AdminBrowser> {
  const browser = await launchChromium();
  const context = await browser.newContext({
    viewport: { width, height },
    userAgent: USER_AGENT,
    acceptDownloads: true,
  });
  context.setDefaultTimeout(PAGE_TIMEOUT_MS);
  const page = await context.newPage();
  const complaints = listenForComplaints(page);
  const app = page.frameLocator("iframe#app");
  return {
    page,
    context,
    app,
    complaints,
    open: async (path) => {
      await page.goto(`${appUrl}${path}`);
      await waitUntilAlive(app);
    },
    close: () => browser.close(),
  };
}

function listenForComplaints(page: Page): Complaint[] {
  const complaints: Complaint[] = [];
  page.on("console", (message) => {
    if (message.type() === "error")
      complaints.push({ kind: "console", text: `${message.text()} (${message.location().url})` });
  });
  page.on("pageerror", (error) => complaints.push({ kind: "console", text: error.stack ?? error.message }));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // Leaving a page aborts what it was still asking for.
    if (reason !== "net::ERR_ABORTED")
      complaints.push({ kind: "request", text: `${request.method()} ${request.url()}: ${reason}` });
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push({ kind: "request", text: `${response.status()} ${response.url()}` });
  });
  return complaints;
}

/** Installs the app as a merchant does, and waits for its first page. */
export async function installApp(admin: AdminBrowser, appUrl: string): Promise<void> {
  await admin.page.goto(appUrl);
  await admin.page.getByRole("button", { name: /^Install/ }).click();
  await waitUntilAlive(admin.app);
}

/** A page is to be seen before its script has taken hold of it; what is pressed in between is the browser's own to follow. */
async function waitUntilAlive(app: FrameLocator): Promise<void> {
  const heading = app.locator("h1").first();
  await heading.waitFor();
  await heading.evaluate(
    (element, mostMs) =>
      new Promise<void>((resolve) => {
        const since = performance.now();
        const look = () => {
          const isAlive = Object.keys(element).some((key) => key.startsWith("__reactFiber"));
          // A heading that was drawn anew in the meantime never comes to life, and the page without script neither.
          if (isAlive || !element.isConnected || performance.now() - since > mostMs) resolve();
          else setTimeout(look, 20);
        };
        look();
      }),
    ALIVE_MS,
  );
}

/** Fills in the app's own form for a helpdesk and waits until it is among the connected ones. */
export async function connectHelpdesk(
  admin: AdminBrowser,
  vendor: string,
  fields: Record<string, string>,
): Promise<void> {
  await submitCredentials(admin, vendor, fields);
  await admin.app.locator(`[data-vendor="${vendor}"]`).waitFor();
}

/** Fills in and sends the app's own form for a helpdesk's key, whatever comes of it. */
export async function submitCredentials(
  admin: AdminBrowser,
  vendor: string,
  fields: Record<string, string>,
): Promise<void> {
  await admin.open(`/app/helpdesks/connect/${vendor}?by=key`);
  for (const [name, value] of Object.entries(fields)) {
    const choice = admin.app.locator(`select[name="${name}"]`);
    if ((await choice.count()) > 0) await choice.selectOption(value);
    else await admin.app.locator(`input[name="${name}"]`).fill(value);
  }
  await admin.app.locator("form button[type=submit]").click();
}

/** Waits until the page shows something, reloading nothing: it has to become so by itself. */
export async function waitUntil(description: string, isSo: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${description}: not within ${Math.round(timeoutMs / 1000)} s`);
}
