import type { Dataset } from "../dataset/dataset.ts";
import { type AdminBrowser, connectHelpdesk, installApp, openAdminBrowser, waitUntil } from "./admin-browser.ts";
import { type KnownPeriod, knownFiguresOf, plainFactsOf } from "./known-figures.ts";
import type { SandboxedApp } from "./sandboxed-app.ts";
import {
  differences,
  expectedConversions,
  expectedOverview,
  readFigures,
  type ShownFigures,
  waitForFirstLoad,
} from "./shown-figures.ts";

const FAILURE_SCREENSHOT = "test-results/demo-check.png";
const LOAD_TIMEOUT_MS = 300_000;
/** Figures may be computed once more after the last page of tickets has come in. */
const SETTLE_TIMEOUT_MS = 120_000;

export interface CheckResult {
  /** One line of figures. */
  line: string;
  /** What is not as it should be; none when the check has passed. */
  problems: string[];
}

/** Does what a merchant does, in a browser, and compares what the pages show with what is known of the data set. */
export async function checkSandboxedApp(running: SandboxedApp): Promise<CheckResult> {
  const startedAt = performance.now();
  const admin = await openAdminBrowser({ appUrl: running.sandbox.appUrl });
  try {
    await installApp(admin, running.sandbox.appUrl);
    const helpdesks = await connectAll(admin, running);
    await waitForFirstLoad(admin, helpdesks, LOAD_TIMEOUT_MS);
    const loadedSeconds = (performance.now() - startedAt) / 1000;
    const problems = await compareWithTruth(admin, running);
    problems.push(...admin.complaints.map(({ kind, text }) => `${kind}: ${text}`));
    const figures = { ...(await figuresOfEverything(admin, running)), loadedSeconds: Number(loadedSeconds.toFixed(1)) };
    return { line: `demo check: ${problems.length === 0 ? "ok" : "FAILED"} ${JSON.stringify(figures)}`, problems };
  } catch (error) {
    // Whatever breaks the walk through the pages is a finding of the check.
    await admin.page.screenshot({ path: FAILURE_SCREENSHOT });
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const seen = admin.complaints.map(({ kind, text }) => `${kind}: ${text}`);
    return {
      line: "demo check: FAILED",
      problems: [`${reason}\nThe page at that moment: ${FAILURE_SCREENSHOT}`, ...seen],
    };
  } finally {
    await admin.close();
  }
}

/** Connects every helpdesk of the data set through the app's own form. @returns how many there are */
export async function connectAll(admin: AdminBrowser, { helpdesks }: SandboxedApp): Promise<number> {
  for (const { vendor, account } of helpdesks) await connectHelpdesk(admin, vendor, account.credentials);
  return helpdesks.length;
}

async function compareWithTruth(admin: AdminBrowser, { dataset }: SandboxedApp): Promise<string[]> {
  const known = knownFiguresOf(dataset.truth);
  if (known === null) return compareWithRows(admin, dataset);
  const problems: string[] = [];
  for (const period of known.periods) {
    for (const problem of await settledDifferences(admin, period)) problems.push(`${period.name}, ${problem}`);
  }
  return problems;
}

/** Without a known truth only the rough size can be told: some tickets, and not more than there are rows. */
async function compareWithRows(admin: AdminBrowser, dataset: Dataset): Promise<string[]> {
  const facts = plainFactsOf(dataset);
  if (facts === null) return [];
  const created = (await readFigures(admin, "/app", facts)).tickets_created ?? 0;
  if (created <= facts.mostTickets && (created > 0 || facts.mostTickets === 0)) return [];
  return [`tickets_created: ${created} shown for ${facts.mostTickets} tickets in the data set`];
}

/** What is still different when the figures have had the time to settle. */
async function settledDifferences(admin: AdminBrowser, period: KnownPeriod): Promise<string[]> {
  let found: string[] = [];
  const compare = async (): Promise<boolean> => {
    found = [
      ...differences(expectedOverview(period), await readFigures(admin, "/app", period)),
      ...differences(expectedConversions(period), await readFigures(admin, "/app/conversions", period)),
    ];
    return found.length === 0;
  };
  await waitUntil("figures", compare, SETTLE_TIMEOUT_MS).catch(() => found);
  return found;
}

async function figuresOfEverything(admin: AdminBrowser, { dataset }: SandboxedApp): Promise<ShownFigures> {
  const period = knownFiguresOf(dataset.truth)?.periods.at(-1) ?? plainFactsOf(dataset);
  if (!period) return {};
  return { ...(await readFigures(admin, "/app", period)), ...(await readFigures(admin, "/app/conversions", period)) };
}
