import type { HelpdeskAdapter, TicketPage, Walk } from "../../app/helpdesks/adapter.ts";
import type { HelpdeskHttp } from "../../app/helpdesks/http-client.server.ts";
import type { Json } from "../../app/helpdesks/json.ts";
import type { Dataset, HelpdeskRows } from "../sandbox/dataset/dataset.ts";
import { DEFAULT_NOW, generateDataset } from "../sandbox/generator/generate-dataset.ts";
import { type Helpdesk, PLANNED_HELPDESKS } from "../sandbox/generator/neutral-model.ts";
import { type FaultControl, type FaultRule, withFaults } from "../sandbox/helpdesks/faults.ts";
import type { PlayedAccount } from "../sandbox/helpdesks/played-helpdesk.ts";
import { playedHelpdesk } from "../sandbox/helpdesks/played-helpdesks.ts";
import { rowsOfHelpdesk } from "../sandbox/helpdesks/rows-of-helpdesk.ts";
import { type Arrived, keepPage, nothing } from "./arrived.ts";
import { openFresh } from "./open-fresh.ts";

export interface AccountUnderTest {
  adapter: HelpdeskAdapter;
  simulator: PlayedAccount & FaultControl;
  http: HelpdeskHttp;
  arrived: Arrived;
  now(): Date;
  pass(milliseconds: number): void;
  /** Another client for the same account, with some credentials changed. */
  openWith(changed: Record<string, string>): HelpdeskHttp;
}

export interface OpenOptions {
  dataset: Dataset;
  at: Date;
  faults?: FaultRule[];
}

/** Plays an account whose clock moves only when the client waits, so limits are the vendor's real ones and tests are fast. */
export function openAccount(adapter: HelpdeskAdapter, { dataset, at, faults = [] }: OpenOptions): AccountUnderTest {
  let time = at.getTime();
  const clock = () => new Date(time);
  const account = playedHelpdesk(adapter.vendor).play(rowsIn(dataset, adapter), dataset.shop, { clock });
  const simulator = withFaults(account, faults, { seed: "contract", clock });
  const openWith = (changed: Record<string, string>) =>
    openFresh(
      adapter,
      { ...simulator.credentials, ...changed },
      {
        fetch: (input, init) => simulator.handle(new Request(input, init)),
        // What goes wrong here is the reading; renewing a token is tried, with its faults, where it is done.
        fetchToken: (input, init) => account.handle(new Request(input, init)),
        now: clock,
        sleep: async (milliseconds) => {
          time += milliseconds;
        },
        timeouts: { headers: 250, body: 500 },
      },
    );
  return {
    ...{ adapter, simulator, openWith, now: clock, arrived: nothing(), http: openWith({}) },
    pass: (milliseconds) => {
      time += milliseconds;
    },
  };
}

const MOST_PAGES = 2_000;

/** Reads one stream of one walk to its end, as a worker would, and gives the cursors it went through. */
export async function readStream(
  account: AccountUnderTest,
  { stream, walk, from }: { stream: string; walk: Walk; from: Json },
): Promise<Json[]> {
  const cursors: Json[] = [from];
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await readPage(account, { stream, walk, cursor: cursors.at(-1) ?? null });
    cursors.push(page.cursor);
    if (page.done) return cursors;
  }
  throw new Error(`The ${walk} walk of ${stream} does not end`);
}

/** Reads one page and keeps its rows. The cursor goes through JSON, as it does in a database. */
export async function readPage(
  account: AccountUnderTest,
  { stream, walk, cursor }: { stream: string; walk: Walk; cursor: Json },
): Promise<TicketPage> {
  const { adapter, http, arrived, now } = account;
  const stored: Json = JSON.parse(JSON.stringify(cursor));
  const page = await adapter.fetchPage(http, { stream, walk, cursor: stored, agents: arrived.agents, now: now() });
  keepPage(page, arrived);
  return page;
}

/** The first load: every stream's history, agents first. */
export async function readHistory(account: AccountUnderTest): Promise<void> {
  const startedAt = account.now();
  for (const stream of account.adapter.streams) {
    const from = account.adapter.startCursor(stream, "history", startedAt);
    await readStream(account, { stream, walk: "history", from });
  }
}

/** One round over all streams; gives the cursors that the next round starts from. */
export async function readRound(
  account: AccountUnderTest,
  starts: ReadonlyMap<string, Json>,
): Promise<Map<string, Json>> {
  const ends = new Map<string, Json>();
  for (const stream of account.adapter.streams) {
    const cursors = await readStream(account, { stream, walk: "current", from: starts.get(stream) ?? null });
    ends.set(stream, cursors.at(-1) ?? null);
  }
  return ends;
}

export function startsOfRound(account: AccountUnderTest, startedAt: Date): Map<string, Json> {
  const { adapter } = account;
  return new Map(adapter.streams.map((stream) => [stream, adapter.startCursor(stream, "current", startedAt)]));
}

export const MINUTE = 60_000;
/** When the sample accounts are opened: a little after the last thing that happened in them. */
export const AT = new Date(DEFAULT_NOW.getTime() + 10 * MINUTE);

const samples = new Map<string, Dataset>();

/** A small shop most of whose customers write to this helpdesk. */
export function sampleOf({ vendor }: HelpdeskAdapter): Dataset {
  const helpdesk = PLANNED_HELPDESKS.find((planned): planned is Helpdesk => planned === vendor);
  const isFirst = helpdesk === "gorgias" || helpdesk === "zendesk";
  const helpdesks: Helpdesk[] = isFirst || helpdesk === undefined ? ["gorgias", "zendesk"] : [helpdesk];
  const key = helpdesks.join();
  const sample = samples.get(key) ?? generateDataset({ seed: 3, tickets: 260, helpdesks });
  samples.set(key, sample);
  return sample;
}

/** A fresh copy of the sample account, with whatever is to go wrong in it. */
export function openSample(adapter: HelpdeskAdapter, faults: FaultRule[] = []): AccountUnderTest {
  return openAccount(adapter, { dataset: structuredClone(sampleOf(adapter)), at: AT, faults });
}

/** The vendor's own rows. */
export function rowsIn(dataset: Dataset, { vendor }: HelpdeskAdapter): HelpdeskRows {
  const rows = rowsOfHelpdesk(dataset, vendor);
  if (!rows) throw new Error(`The data set has no account at ${vendor}`);
  return rows;
}

export async function readFully(account: AccountUnderTest): Promise<AccountUnderTest> {
  await readHistory(account);
  return account;
}
