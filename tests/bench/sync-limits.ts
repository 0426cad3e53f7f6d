import type { HelpdeskAdapter } from "../../app/helpdesks/adapter.ts";
import type { HelpdeskHttp } from "../../app/helpdesks/http-client.server.ts";
import type { Json } from "../../app/helpdesks/json.ts";
import { createLimiter, type Limiter } from "../../app/helpdesks/limiter.ts";
import type { HelpdeskAgent } from "../../app/tickets/ticket.ts";
import { openFresh } from "../contract/open-fresh.ts";
import { makeRandom } from "../sandbox/generator/random.ts";
import type { PlayedAccount } from "../sandbox/helpdesks/played-helpdesk.ts";
import { BENCH_STARTS_AT, playBenchAccount } from "./sync-accounts.ts";
import { createVirtualTime, type VirtualTime } from "./virtual-time.ts";

const MINUTE = 60_000;
/**
 * Virtual time before and while measuring, for most vendors and for those that allow a lot. It begins a little before a
 * vendor's window ends, when the window has been used, so that whole windows are counted.
 */
const SLOW = { warmUp: 2 * MINUTE - 5_000, measured: 6 * MINUTE };
const FAST = { warmUp: MINUTE - 500, measured: MINUTE };
const FAST_FROM_PER_SECOND = 20;
/** Few enough that the walk comes round again and again. */
const TICKETS = 600;
/** Where a request's limits have no window of their own, vendors count by the minute. */
const WINDOW_SECONDS = 60;

export interface LimitFigures {
  workers: number;
  /** What the limit that binds is called. */
  budget: string;
  /** Requests a second: what the vendor grants, and what was sent in steady state. */
  allowed: number;
  achieved: number;
  utilisation: number;
  /** Answers with 429 from the first request on. */
  rejected: number;
}

interface Scene {
  adapter: HelpdeskAdapter;
  account: PlayedAccount;
  time: VirtualTime;
  limiter: Limiter;
  stop: AbortSignal;
  /** Accepted requests in steady state, and a second's worth of what may be accepted, by budget. */
  accepted: Map<string, { requests: number; allowed: number }>;
}

/**
 * Workers that read one account's ticket history over and over, as fast as the limiter lets them, in time that jumps
 * over all waiting. They share the limiter's state as they do through the database. Each request takes as long as lets
 * one worker alone ask four times as fast as the vendor allows.
 */
export async function measureLimits(adapter: HelpdeskAdapter, workers: number): Promise<LimitFigures> {
  const time = createVirtualTime(BENCH_STARTS_AT);
  const account = playBenchAccount(adapter.vendor, TICKETS, { clock: time.now, limits: "real" });
  const stopping = new AbortController();
  const limiter = createLimiter({ assumedBudgets: adapter.assumedBudgets, now: time.now });
  const scene: Scene = { adapter, account, time, limiter, stop: stopping.signal, accepted: new Map() };
  const { warmUp, measured } = account.allowedPerSecond > FAST_FROM_PER_SECOND ? FAST : SLOW;
  const running = Array.from({ length: workers }, (_, worker) => readOverAndOver(scene, worker));
  await time.runUntil(BENCH_STARTS_AT + warmUp);
  scene.accepted.clear();
  await time.runUntil(BENCH_STARTS_AT + warmUp + measured);
  const counts = [...scene.accepted];
  stopping.abort(new Error("The bench is over"));
  for (const result of await Promise.allSettled(running)) refuseFailure(result, stopping.signal);
  return figuresOf(counts, { workers, seconds: measured / 1000, rejected: account.requests.rejected });
}

function figuresOf(
  counts: readonly (readonly [string, { requests: number; allowed: number }])[],
  { workers, seconds, rejected }: { workers: number; seconds: number; rejected: number },
): LimitFigures {
  const budgets = counts.map(([budget, { requests, allowed }]) => {
    const achieved = requests / seconds;
    return { budget, allowed: rounded(allowed), achieved: rounded(achieved), utilisation: achieved / allowed };
  });
  const [binding] = budgets.sort((one, other) => other.utilisation - one.utilisation);
  if (!binding) throw new Error("Nothing was asked");
  // A request more or less at the edges of what is measured is no per cent.
  return { workers, ...binding, utilisation: Math.round(binding.utilisation * 100) / 100, rejected };
}

function refuseFailure(result: PromiseSettledResult<never>, stop: AbortSignal): void {
  if (result.status === "rejected" && result.reason !== stop.reason) throw result.reason;
}

async function readOverAndOver(
  { adapter, account, time, limiter, stop, accepted }: Scene,
  worker: number,
): Promise<never> {
  const fetch = fetchOf({ adapter, account, time, limiter, stop, accepted }, worker);
  const limits = { limiter, signal: stop, priority: "history" as const };
  const options = { fetch, fetchToken: fetch, now: time.now, sleep: sleepOf(time, stop), ...limits };
  const http = openFresh(adapter, account.credentials, options);
  const agents = new Map<string, HelpdeskAgent>();
  for (;;)
    for (const stream of [adapter.streams[0] ?? "", "tickets"])
      await readHistory(adapter, { http, stream, agents, time });
}

async function readHistory(
  adapter: HelpdeskAdapter,
  walk: { http: HelpdeskHttp; stream: string; agents: Map<string, HelpdeskAgent>; time: VirtualTime },
): Promise<void> {
  const { http, stream, agents, time } = walk;
  let cursor: Json = adapter.startCursor(stream, "history", time.now());
  for (let done = false; !done; ) {
    const page = await adapter.fetchPage(http, { stream, walk: "history", cursor, agents, now: time.now() });
    for (const agent of page.agents) agents.set(agent.agentId, agent);
    ({ cursor, done } = page);
  }
}

function sleepOf(time: VirtualTime, stop: AbortSignal): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    await Promise.race([time.sleep(milliseconds), ended(stop)]);
    stop.throwIfAborted();
  };
}

function ended(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => stop.addEventListener("abort", () => resolve(), { once: true }));
}

/** Answers after a while that differs from request to request, so that answers overtake each other. */
function fetchOf({ adapter, account, time, accepted }: Scene, worker: number): typeof fetch {
  const random = makeRandom(`bench/${adapter.vendor}/${worker}`);
  const middle = 250 / account.allowedPerSecond;
  return async (input, init) => {
    const request = new Request(input, init);
    await time.sleep(random.int(Math.floor(middle * 250), Math.ceil(middle * 750)) / 1000);
    const response = await account.handle(request);
    const { pathname } = new URL(request.url);
    if (response.status !== 429)
      count(accepted, { adapter, account, pathname, headers: response.headers, now: time.now() });
    await time.sleep(random.int(Math.floor(middle * 250), Math.ceil(middle * 750)) / 1000);
    return response;
  };
}

function count(
  accepted: Scene["accepted"],
  answer: { adapter: HelpdeskAdapter; account: PlayedAccount; pathname: string; headers: Headers; now: Date },
): void {
  const { adapter, account, pathname, headers, now } = answer;
  const add = (budget: string, allowed: number) =>
    accepted.set(budget, { requests: (accepted.get(budget)?.requests ?? 0) + 1, allowed });
  add("account", account.allowedPerSecond);
  for (const { bucket, limit, restoredPerSecond, windowSeconds } of adapter.rateBudgets(pathname, headers, now))
    if (bucket !== "account") add(bucket, restoredPerSecond ?? limit / (windowSeconds ?? WINDOW_SECONDS));
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
