import axe from "axe-core";
import type { Frame } from "playwright-core";
import { z } from "zod";
import type { AdminBrowser } from "../sandbox/start/admin-browser.ts";

/** What WCAG 2.1 asks for at levels A and AA, by axe's names. */
const WCAG_21_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const AXE = axe.source;

const violations = z.array(z.object({ rule: z.string(), target: z.string(), html: z.string(), why: z.string() }));

/** The app's own document, to run programs in. @throws when the admin shows no app */
export function appFrame({ page }: AdminBrowser): Frame {
  const frame = page.frame({ name: "app-iframe" });
  if (!frame) throw new Error("The admin shows no app.");
  return frame;
}

/** So long nothing may change on a page before it counts as done; on the network pages that ask for news never fall silent. */
const QUIET_MS = 250;
/** A slow machine takes its time over a page; one that never falls silent is looked at as it is. */
const TAKE_OVER_TIMEOUT_MS = 60_000;
const SETTLE_TIMEOUT_MS = 20_000;

/** Waits until the browser has taken over, charts have come in place of their outlines, and nothing changes any more. */
export async function settle(admin: AdminBrowser): Promise<void> {
  const frame = appFrame(admin);
  await frame.waitForFunction(isTakenOver, undefined, { timeout: TAKE_OVER_TIMEOUT_MS });
  await frame.evaluate(untilQuiet, { quietMs: QUIET_MS, timeoutMs: SETTLE_TIMEOUT_MS });
}

/** Runs in the page. */
function isTakenOver(): boolean {
  const heading = document.querySelector("h1");
  const isRendered = heading !== null && Object.keys(heading).some((key) => key.startsWith("__reactFiber"));
  const outlines = document.querySelectorAll(".Polaris-SkeletonDisplayText__DisplayText");
  return document.readyState === "complete" && isRendered && outlines.length === 0;
}

/** Runs in the page. */
async function untilQuiet({ quietMs, timeoutMs }: { quietMs: number; timeoutMs: number }): Promise<void> {
  await document.fonts.ready;
  await new Promise<void>((resolve) => {
    let timer = setTimeout(done, quietMs);
    const latest = setTimeout(done, timeoutMs);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(done, quietMs);
    });
    observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
    function done() {
      for (const each of [timer, latest]) clearTimeout(each);
      observer.disconnect();
      resolve();
    }
  });
}

const MOST_PICTURE_HEIGHT = 4_000;
const PICTURE_MS = 20_000;

/** A picture of the whole page, which is longer than the window. */
export async function takePicture(admin: AdminBrowser, path: string): Promise<void> {
  const { page } = admin;
  const size = page.viewportSize();
  if (!size) return;
  const { inside, frame } = await appFrame(admin).evaluate(() => ({
    inside: document.documentElement.scrollHeight,
    frame: window.innerHeight,
  }));
  await page.setViewportSize({ ...size, height: Math.min(MOST_PICTURE_HEIGHT, size.height + inside - frame) });
  // A busy machine may not get it drawn; the picture is for people, and no test rests on it.
  await page
    .screenshot({ path, timeout: PICTURE_MS })
    .catch((error: unknown) => console.warn(`no picture ${path}: ${error instanceof Error ? error.name : error}`));
  await page.setViewportSize(size);
}

/** Pixels by which the app's document is wider than its frame. */
export function overflowOf({ app }: AdminBrowser): Promise<number> {
  return app.locator("html").evaluate((root) => Math.max(0, root.scrollWidth - root.clientWidth));
}

/** By how much the page has moved by itself since it was loaded, as browsers measure it, with what moved. */
export function layoutShiftOf(admin: AdminBrowser): Promise<{ sum: number; moved: string[] }> {
  return appFrame(admin).evaluate(
    () =>
      new Promise<{ sum: number; moved: string[] }>((resolve) => {
        const found: { sum: number; moved: string[] } = { sum: 0, moved: [] };
        const take = (entries: PerformanceEntryList) => {
          // Observed are layout shifts alone, for which TypeScript has no type yet.
          for (const entry of entries as unknown as LayoutShift[]) {
            if (entry.hadRecentInput) continue;
            found.sum += entry.value;
            for (const { node } of entry.sources)
              found.moved.push(node instanceof Element ? node.outerHTML.slice(0, 120) : "");
          }
        };
        interface LayoutShift {
          value: number;
          hadRecentInput: boolean;
          sources: { node: Node | null }[];
        }
        const observer = new PerformanceObserver((list) => take(list.getEntries()));
        observer.observe({ type: "layout-shift", buffered: true });
        // Entries of before come with the next turn.
        setTimeout(() => {
          take(observer.takeRecords());
          resolve(found);
        }, 50);
      }),
  );
}

/** Where the page breaks WCAG 2.1 AA, one line an element. */
export async function accessibilityProblemsOf(admin: AdminBrowser): Promise<string[]> {
  const frame = appFrame(admin);
  await frame.evaluate(AXE);
  const found = await frame.evaluate(
    `axe.run(document, { runOnly: { type: "tag", values: ${JSON.stringify(WCAG_21_AA)} }, resultTypes: ["violations"] })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => ({
        rule: id,
        target: node.target.join(" "),
        html: node.html.slice(0, 200),
        why: node.failureSummary ?? "",
      }))))`,
  );
  return violations.parse(found).map(({ rule, target, html, why }) => `${rule}: ${target}\n  ${html}\n  ${why}`);
}
