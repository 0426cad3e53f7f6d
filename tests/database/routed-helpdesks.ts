import { vi } from "vitest";
import { connectHelpdesk } from "../../app/sync/connect-helpdesk.server.ts";
import { runSync, type SyncOptions, type SyncOutcome } from "../../app/sync/sync-runner.server.ts";
import type { ConnectionScope } from "../../app/tickets/ticket-queries.server.ts";
import type { Dataset } from "../sandbox/dataset/dataset.ts";
import { type FaultControl, type FaultRule, withFaults } from "../sandbox/helpdesks/faults.ts";
import type { PlayedAccount } from "../sandbox/helpdesks/played-helpdesk.ts";
import { PLAYED_HELPDESKS } from "../sandbox/helpdesks/played-helpdesks.ts";
import { rowsOfHelpdesk } from "../sandbox/helpdesks/rows-of-helpdesk.ts";

export type RoutedAccount = PlayedAccount & FaultControl & { vendor: string };

const realFetch = globalThis.fetch;

let ticking: ReturnType<typeof setInterval> | undefined;
const TICK_MS = 20;

/** Ends `routeHelpdesks` and a time of one's own. */
export function restoreWorld(): void {
  clearInterval(ticking);
  globalThis.fetch = realFetch;
  vi.useRealTimers();
}

/** Whatever the app asks of helpdesks is answered by the data set's accounts, with these things going wrong. */
export function routeHelpdesks(
  dataset: Dataset,
  { rules = [], seed = "world", skewMs = 0 }: { rules?: FaultRule[]; seed?: string; skewMs?: number } = {},
): RoutedAccount[] {
  const clock = () => new Date(Date.now() + skewMs);
  const accounts = PLAYED_HELPDESKS.flatMap(({ vendor, play }) => {
    const rows = rowsOfHelpdesk(dataset, vendor);
    if (!rows) return [];
    const account = play(rows, dataset.shop, { clock, limits: "roomy" });
    return { ...withFaults(account, rules, { seed, clock }), vendor };
  });
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const account = accounts.find(({ owns }) => owns(new URL(request.url).hostname));
    if (!account) throw new TypeError("fetch failed", { cause: unknownHost() });
    return account.handle(request);
  };
  return accounts;
}

function unknownHost(): Error {
  return Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
}

export function accountIn(accounts: readonly RoutedAccount[], vendor: string): RoutedAccount {
  const account = accounts.find((candidate) => candidate.vendor === vendor);
  if (!account) throw new RangeError(`The data set has no account at ${vendor}`);
  return account;
}

/** Lets time run on from an instant; waiting for a helpdesk only moves it. @returns what its client waits with */
export function setClock(at: Date): NonNullable<SyncOptions["waiting"]> {
  clearInterval(ticking);
  vi.useFakeTimers({ toFake: ["Date"], now: at });
  ticking = setInterval(() => passTime(TICK_MS), TICK_MS);
  return { sleep: async (milliseconds) => passTime(milliseconds), timeouts: { headers: 1_000, body: 1_500 } };
}

export function passTime(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

/** Connects an account with what its form wants. @throws when the app refuses */
export async function connect(shopId: string, account: RoutedAccount): Promise<string> {
  const result = await connectHelpdesk(shopId, account.vendor, account.credentials);
  if (!result.ok) throw new Error(`${account.vendor} was not connected: ${JSON.stringify(result.problems)}`);
  return result.connectionId;
}

/** Runs until there is nothing left to read, through whatever passes by itself, as the job queue does. */
export async function syncUntilCaughtUp(
  scope: ConnectionScope,
  options: Partial<SyncOptions> = {},
  mostRuns = 60,
): Promise<SyncOutcome> {
  let outcome: SyncOutcome = { state: "unfinished" };
  for (let run = 0; run < mostRuns && outcome.state !== "caught-up"; run += 1) {
    outcome = await runSync(scope, { budgetSeconds: 60, ...options });
    if (outcome.state === "stopped" || (outcome.state === "problem" && outcome.problem.needsMerchant)) return outcome;
    if (outcome.state === "problem") passTime((outcome.problem.retryAfterSeconds ?? 60) * 1000);
    if (outcome.state === "busy") passTime(21_000);
  }
  return outcome;
}
