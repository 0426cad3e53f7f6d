import { setTimeout as wait } from "node:timers/promises";
import type { Browser, CDPSession } from "playwright-core";
import { z } from "zod";
import { USER_AGENT } from "../../setup/chromium.ts";
import type { Contender } from "./contenders.ts";
import { installDriver, installLookout } from "./page-driver.ts";

/** One step of a survey's life, in milliseconds: work of the page's main thread, its parts, and what passed until painted. */
export interface Step {
  mainThreadMs: number;
  scriptMs: number;
  layoutMs: number;
  untilPaintedMs: number;
}

export type StepName = "load" | "open" | "answer";
export type Run = Record<StepName, Step | null>;

const SLOWDOWN = 4;
/** A phone's. */
const VIEWPORT = { width: 412, height: 823 };
/** Until animations are over, between steps. */
const SETTLE_MS = 700;
const STEP_MS = 30_000;
const numbers = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) });
const place = z.object({ x: z.number(), y: z.number() });

/** Takes a contender through its steps once, in a page and a process of its own. @throws where a step does not come to its end */
export async function measureOnce(browser: Browser, origin: string, contender: Contender): Promise<Run> {
  const context = await browser.newContext({ userAgent: USER_AGENT, viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    const failures: string[] = [];
    page.on("pageerror", (error) => failures.push(error.stack ?? error.message));
    await page.addInitScript(installLookout);
    await page.addInitScript(installDriver);
    await page.goto(origin);
    const cdp = await context.newCDPSession(page);
    await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
    const step = (name: StepName, work: () => Promise<unknown>) =>
      inTime(`${contender.name}: ${name}`, failures, stepOf(cdp, work));
    // Beforehand, so that handing it over is no part of a step.
    await evaluate(cdp, `window.driven = ${programOf(contender)}; 0`);
    await wait(SETTLE_MS);
    const load = await step("load", () => evaluate(cdp, "bench.load(driven)"));
    await wait(SETTLE_MS);
    const open = await step("open", () => evaluate(cdp, "bench.open(driven)"));
    if (contender.answered === null) return { load, open, answer: null };
    await wait(SETTLE_MS);
    const { x, y } = place.parse(await evaluate(cdp, "bench.expectTap(driven)"));
    const answer = await step("answer", async () => {
      await page.mouse.click(x, y);
      return evaluate(cdp, "bench.answer()");
    });
    if (failures.length > 0) throw new Error(`${contender.name}: ${failures.join("\n")}`);
    return { load, open, answer };
  } finally {
    await context.close();
  }
}

function programOf({ markup, scripts, styles, start, open, shown, score, answered }: Contender): string {
  const data = JSON.stringify({ markup, scripts, styles, shown, score, answered });
  return `{ ...${data}, async start() { ${start} }, open() { ${open} } }`;
}

async function stepOf(cdp: CDPSession, work: () => Promise<unknown>): Promise<Step> {
  const before = await metricsOf(cdp);
  const untilPaintedMs = z.number().parse(await work());
  const after = await metricsOf(cdp);
  const grown = (...names: string[]) =>
    names.reduce((sum, name) => sum + 1000 * ((after.get(name) ?? Number.NaN) - (before.get(name) ?? Number.NaN)), 0);
  return {
    mainThreadMs: grown("TaskDuration"),
    scriptMs: grown("ScriptDuration"),
    layoutMs: grown("LayoutDuration", "RecalcStyleDuration"),
    untilPaintedMs,
  };
}

async function metricsOf(cdp: CDPSession): Promise<Map<string, number>> {
  const { metrics } = numbers.parse(await cdp.send("Performance.getMetrics"));
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

/** Through the protocol alone: a driver's own helpers would run in the page. */
async function evaluate(cdp: CDPSession, expression: string): Promise<unknown> {
  const { result, exceptionDetails } = await cdp.send("Runtime.evaluate", {
    ...{ expression, awaitPromise: true, returnByValue: true, userGesture: true },
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

async function inTime<Result>(what: string, failures: readonly string[], work: Promise<Result>): Promise<Result> {
  const ended = new AbortController();
  const late = async (): Promise<never> => {
    await wait(STEP_MS, undefined, { signal: ended.signal });
    throw new Error(`${what} did not end within ${STEP_MS / 1000} s. ${failures.join("\n")}`);
  };
  try {
    return await Promise.race([work, late()]);
  } finally {
    ended.abort();
  }
}
