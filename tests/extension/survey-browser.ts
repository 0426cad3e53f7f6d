import axe from "axe-core";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { launchChromium, USER_AGENT } from "../setup/chromium.ts";
import { type SurveyPage, type SurveyServer, serveSurvey, WELL } from "./survey-page.ts";

const WCAG_21_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

/** Many times what anything takes: a slow machine is no failure. */
const PATIENCE_MS = 45_000;

/** A browser of the machine and the pages that it opens. */
export interface SurveyBrowser {
  server: SurveyServer;
  /** Opens a page in a context of its own; `before` runs in it first of all. */
  open(page: SurveyPage, options?: BrowserContextOptions & { before?: string }): Promise<Page>;
  /** Leaves all pages, and the app proxy as it was. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function launchSurveyBrowser(): Promise<SurveyBrowser> {
  const browser = await launchChromium();
  const server = await serveSurvey();
  return {
    server,
    open: async (page, { before, ...options } = {}) => {
      const context = await browser.newContext({ userAgent: USER_AGENT, ...options });
      context.setDefaultTimeout(PATIENCE_MS);
      const opened = await context.newPage();
      await opened.clock.install();
      if (before) await opened.addInitScript(before);
      await opened.goto(server.urlOf(page));
      return opened;
    },
    reset: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      server.sent.length = 0;
      server.respond = WELL;
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** What the shopper sees of the survey; the panel is a dialog, the section a group. */
export function surveyIn(page: Page) {
  const survey = page.locator("deskworth-survey").locator(".p");
  return {
    survey,
    score: (label: string): Locator => survey.getByRole("radio", { name: label, exact: true }),
    send: survey.getByRole("button", { name: "Send" }),
    status: survey.getByRole("status"),
    close: survey.getByRole("button", { name: "Close" }),
    retry: survey.getByRole("button", { name: "Try again" }),
  };
}

/** Where the page breaks WCAG 2.1 AA or axe's own advice. */
export async function accessibilityProblemsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run("deskworth-survey", { runOnly: { type: "tag", values: ${JSON.stringify(WCAG_21_AA)} } })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html + node.failureSummary).join()))`,
  );
  if (!Array.isArray(found)) throw new Error("axe found nothing to look at");
  return found.map(String);
}
