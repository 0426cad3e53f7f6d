import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { HELPDESKS, requireAdapter } from "../../app/helpdesks/registry.server.ts";
import { now } from "../../app/platform/clock.ts";
import { db } from "../../app/platform/database.server.ts";
import { startCheck } from "../../app/sync/check-runner.server.ts";
import { recompute } from "../../app/sync/recompute.server.ts";
import type { ConnectionScope } from "../../app/tickets/ticket-queries.server.ts";
import { DEFAULT_NOW, generateDataset } from "../sandbox/generator/generate-dataset.ts";
import { type Helpdesk, PLANNED_HELPDESKS } from "../sandbox/generator/neutral-model.ts";
import type { Fault, FaultRule } from "../sandbox/helpdesks/faults.ts";
import { createShop } from "./helpdesk-world.ts";
import { type Killer, watchConnections } from "./kill-connections.ts";
import { provideDatabase } from "./provide-database.ts";
import {
  accountIn,
  connect,
  passTime,
  type RoutedAccount,
  restoreWorld,
  routeHelpdesks,
  setClock,
  syncUntilCaughtUp,
} from "./routed-helpdesks.ts";
import { readStoredRows } from "./stored-rows.ts";

provideDatabase();
const MINUTE = 60_000;
/** The suite's own schedules are the same in every run; FAULT_SEED goes looking for others. */
const SEED = Number(process.env.FAULT_SEED ?? 777_001);
/** One schedule a helpdesk in every run of the suite; more when somebody looks for trouble. */
const SCHEDULES = Number(process.env.FAULT_SCHEDULES ?? 1);
let killer: Killer;

beforeAll(() => {
  killer = watchConnections();
  console.log(`FAULT_SEED=${SEED}`);
});
afterEach(() => {
  killer.revive();
  restoreWorld();
});
afterAll(() => killer.restore());

interface Schedule {
  rules: FaultRule[];
  /** The process dies at so many statements after its last start. */
  kills: number[];
  /** The vendor's clock against ours. */
  skewMs: number;
  /** After so many requests something happens at the helpdesk. */
  happenings: number[];
}

const passingFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant("status" as const),
    status: fc.constant(429 as const),
    retryAfterSeconds: fc.integer({ min: 1, max: 90 }),
  }),
  fc.record({
    kind: fc.constant("status" as const),
    status: fc.constantFrom(500 as const, 502 as const, 503 as const),
  }),
  fc.constant<Fault>({ kind: "html" }),
  fc.constant<Fault>({ kind: "cut-body" }),
  fc.constant<Fault>({ kind: "network-error" }),
  fc.constant<Fault>({ kind: "hang" }),
  fc.constant<Fault>({ kind: "slow-drip", pieces: 4, pauseMilliseconds: 2 }),
  fc.constant<Fault>({ kind: "repeat-page" }),
  fc.constant<Fault>({ kind: "wrong-json-type" }),
);

/** Single blows, storms, and a vendor that is down for an hour. */
const rule: fc.Arbitrary<FaultRule> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      fault: passingFault,
      skip: fc.integer({ min: 0, max: 60 }),
      times: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ fault: passingFault, probability: fc.constant(0.08), times: fc.constant(12) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      fault: fc.constant<Fault>({ kind: "down", milliseconds: 60 * MINUTE }),
      skip: fc.integer({ min: 5, max: 40 }),
      times: fc.constant(1),
    }),
  },
);

const schedule: fc.Arbitrary<Schedule> = fc.record({
  rules: fc.array(rule, { minLength: 3, maxLength: 7 }),
  kills: fc.array(fc.integer({ min: 5, max: 220 }), { minLength: 2, maxLength: 4 }),
  skewMs: fc.constantFrom(-5 * MINUTE, 0, 5 * MINUTE),
  happenings: fc.array(fc.integer({ min: 3, max: 60 }), { minLength: 6, maxLength: 6 }),
});

/** The embedded database takes its time: two helpdesks a run, others with every seed. */
const HELPDESKS_HERE =
  process.env.TEST_DATABASE === "embedded"
    ? [HELPDESKS[SEED % HELPDESKS.length], HELPDESKS[(SEED + 3) % HELPDESKS.length]].filter((one) => one !== undefined)
    : HELPDESKS;

for (const [index, { vendor, displayName }] of HELPDESKS_HERE.entries()) {
  test(`${displayName}: whatever goes wrong, whoever is killed and whatever happens meanwhile, in the end every row is there`, async () => {
    for (const plan of fc.sample(schedule, { seed: SEED + index, numRuns: SCHEDULES })) {
      const waiting = setClock(new Date(DEFAULT_NOW.getTime() + 10 * MINUTE));
      // The clock goes back: what the account allowed at a later time says nothing now.
      await db().requestGate.deleteMany();
      const dataset = generateDataset({ seed: 5, tickets: 240, helpdesks: [helpdeskOf(vendor)] });
      const accounts = routeHelpdesks(dataset, { seed: String(SEED), skewMs: plan.skewMs });
      const account = accountIn(accounts, vendor);
      const shopId = await createShop();
      const scope = { shopId, connectionId: await connect(shopId, account) };
      plan.rules.forEach(account.faults.add);
      const endHappenings = livelyAt(account, plan.happenings);
      for (const statements of plan.kills) {
        killer.arm(statements);
        await syncUntilCaughtUp(scope, { waiting }, 4).catch(() => null);
        // A process that has died is missed when its lease has run out.
        if (killer.revive()) passTime(25_000);
      }
      expect(await syncUntilCaughtUp(scope, { waiting }, 200), text(plan)).toEqual({ state: "caught-up" });
      account.faults.clear();
      endHappenings();
      await finish(scope, waiting);
      expect(account.faults.struck(), text(plan)).toBeGreaterThan(0);
      const undisturbed = await readUndisturbed(account, waiting);
      const found = await readStoredRows(shopId);
      expect(Object.keys(undisturbed.facts).length).toBeGreaterThan(50);
      for (const part of ["agents", "tickets", "timelines", "facts", "ratings", "figures"] as const)
        expect(found[part], `${part} ${text(plan)}`).toEqual(undisturbed[part]);
    }
  });
}

/** The rounds after the last change, and a check of everything for what a helpdesk does not tell by itself. */
async function finish(scope: ConnectionScope, waiting: ReturnType<typeof setClock>): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    passTime(11 * MINUTE);
    expect(await syncUntilCaughtUp(scope, { waiting })).toEqual({ state: "caught-up" });
  }
  passTime(40 * MINUTE);
  await startCheck(scope, "full-check");
  expect(await syncUntilCaughtUp(scope, { waiting })).toEqual({ state: "caught-up" });
  await recompute(scope.shopId);
}

/** Another shop that connects the same account when everything is over. */
async function readUndisturbed(account: RoutedAccount, waiting: ReturnType<typeof setClock>) {
  const shopId = await createShop();
  const scope = { shopId, connectionId: await connect(shopId, account) };
  expect(await syncUntilCaughtUp(scope, { waiting })).toEqual({ state: "caught-up" });
  await recompute(shopId);
  return readStoredRows(shopId);
}

/** Customers write, agents answer, close and delete while the account is being read. @returns lets the rest happen */
function livelyAt(account: RoutedAccount, pauses: readonly number[]): () => void {
  const { handle } = account;
  const tickets: string[] = [];
  const left = [...pauses];
  const deeds = deedsAt(account, tickets);
  let requests = 0;
  account.handle = async (request) => {
    requests += 1;
    if (left[0] !== undefined && requests >= left[0]) {
      left.shift();
      requests = 0;
      passTime(1_500);
      deeds.shift()?.();
    }
    return handle(request);
  };
  return () => {
    left.length = 0;
    for (const deed of deeds.splice(0)) {
      passTime(1_500);
      deed();
    }
  };
}

function deedsAt(account: RoutedAccount, tickets: string[]): (() => unknown)[] {
  const customer = { email: "somebody.new@example.com" };
  const latest = () => tickets.at(-1) ?? "";
  // Where only the latest closing is told, who looked in time knows more of it than who comes later.
  const isWholeHistoryTold = requireAdapter(account.vendor).capabilities.statusHistory === "full";
  return [
    () => tickets.push(String(account.addTicket({ customer }).id)),
    () => void account.addMessage(latest(), { by: "customer" }),
    () => account.closeTicket(latest(), { by: "automation" }),
    () => isWholeHistoryTold && account.reopenTicket(latest(), { by: "customer" }),
    () => tickets.push(String(account.addTicket({ customer }).id)),
    () => account.deleteTicket(latest()),
  ];
}

function helpdeskOf(vendor: string): Helpdesk {
  const helpdesk = PLANNED_HELPDESKS.find((planned) => planned === vendor);
  if (!helpdesk) throw new RangeError(`Nothing is planned for ${vendor}`);
  return helpdesk;
}

function text(plan: Schedule): string {
  return `${now().toISOString()} FAULT_SEED=${SEED} ${JSON.stringify(plan)}`;
}
