import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Frame } from "playwright-core";
import { z } from "zod";
import type { AdminBrowser } from "../sandbox/start/admin-browser.ts";

/** What WCAG 2.1 asks for at levels A and AA, by axe's names. */
const WCAG_21_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const violations = z.array(z.object({ rule: z.string(), target: z.string(), html: z.string(), why: z.string() }));

/** The app's own document, to run programs in. @throws when the admin shows no app */
export function appFrame({ page }: AdminBrowser): Frame {
  const frame = page.frame({ name: "app-iframe" });
  if (!frame) throw new Error("The admin shows no app.");
  return frame;
}

/** Waits until the page has all it asked for: its programs, the languages of dates, the charts. */
export async function settle(admin: AdminBrowser): Promise<void> {
  await admin.page.waitForLoadState("networkidle");
  await appFrame(admin).evaluate(() => document.fonts.ready.then(() => undefined));
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
        const found = { sum: 0, moved: [] as string[] };
        const take = (entries: PerformanceEntryList) => {
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
