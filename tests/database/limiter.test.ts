import { afterAll, beforeAll, expect, test } from "vitest";
import { accountKeyOf, createSharedLimiter } from "../../app/helpdesks/limiter.server.ts";
import type { Outcome } from "../../app/helpdesks/limiter-state.ts";
import type { RateBudget } from "../../app/helpdesks/rate-budget.ts";
import { db } from "../../app/platform/database.server.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";
import { setTestEnvironment } from "./test-environment.ts";

setTestEnvironment();
let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

test("eight workers at once never get more places than the account's limit leaves", async () => {
  const desk = openDesk("eight");
  const [scout] = await Promise.all([desk.open().take("/tickets", "changes")]);
  await desk.open().learn(placeOf(scout), answer([window({ limit: 40, remaining: 30 })]));
  const workers = Array.from({ length: 8 }, () => desk.open());
  const rounds = await Promise.all(
    workers.map(async (worker) => {
      const turns = [];
      for (let round = 0; round < 5; round += 1) turns.push(await worker.take("/tickets", "changes"));
      return turns;
    }),
  );
  const turns = rounds.flat();
  expect(turns.filter(({ state }) => state === "goes")).toHaveLength(28);
  expect(new Set(turns.flatMap((turn) => (turn.state === "goes" ? [turn.id] : []))).size).toBe(28);
  expect(turns.filter(({ state }) => state === "waits")).toHaveLength(12);
});

test("eight workers who answer each other out of order stay within a vendor's window, and use it", async () => {
  const desk = openDesk("window");
  let [used, rejected, sent, startedAt] = [0, 0, 0, 0];
  const serve = (): RateBudget => {
    if (desk.at() - startedAt >= 60_000) [used, startedAt] = [0, Math.floor(desk.at() / 60_000) * 60_000];
    if (used >= 40) rejected += 1;
    else used += 1;
    return window({
      limit: 40,
      remaining: 40 - used,
      resetSeconds: Math.ceil((startedAt + 60_000 - desk.at()) / 1000),
    });
  };
  const workers = Array.from({ length: 8 }, () => desk.open());
  for (const minute of [0, 1, 2]) {
    desk.set(minute * 60_000 + 1_000);
    for (let step = 0; step < 12; step += 1) {
      const turns = await Promise.all(workers.map((worker) => worker.take("/tickets", "changes")));
      const answers = turns.flatMap((turn) => (turn.state === "goes" ? [{ id: turn.id, budget: serve() }] : []));
      sent += answers.length;
      desk.set(desk.at() + 300);
      for (const { id, budget } of answers.reverse()) await desk.open().learn(id, answer([budget]));
    }
  }
  expect(rejected).toBe(0);
  expect(sent).toBe(3 * 38);
});

test("a worker that is killed with a place under way holds it for a while only", async () => {
  const desk = openDesk("killed");
  await desk.open().learn(placeOf(await desk.open().take("/tickets", "changes")), answer([leaky({ remaining: 3 })]));
  expect((await desk.open().take("/tickets", "changes")).state).toBe("goes");
  expect((await desk.open().take("/tickets", "changes")).state).toBe("waits");
  desk.set(80_000);
  expect(await desk.underWay()).toBe(1);
  desk.set(100_000);
  await desk.open().take("/tickets", "history");
  expect(await desk.underWay()).toBe(0);
});

test("failures of different workers open one breaker, and only one of them may probe", async () => {
  const desk = openDesk("breaker");
  for (let failures = 0; failures < 10; failures += 1) {
    const worker = desk.open();
    await worker.learn(placeOf(await worker.take("/tickets", "changes")), { ...answer([]), status: 503, failed: true });
  }
  expect((await desk.open().take("/users", "interactive")).state).toBe("rests");
  desk.set(16_000);
  const workers = Array.from({ length: 8 }, () => desk.open());
  const turns = await Promise.all(workers.map((worker) => worker.take("/tickets", "history")));
  const probes = turns.filter(({ state }) => state === "goes");
  expect(probes).toHaveLength(1);
  expect(turns.filter(({ state }) => state === "rests")).toHaveLength(7);
  await desk.open().learn(placeOf(probes[0]), answer([]));
  expect((await desk.open().take("/tickets", "history")).state).toBe("goes");
});

test("accounts do not share a gate, and what an unknown version wrote is learned afresh", async () => {
  const desk = openDesk("versions");
  const refused = { ...answer([]), status: 429, retryAfterSeconds: 30 };
  await desk.open().learn(placeOf(await desk.open().take("/tickets", "changes")), refused);
  expect((await desk.open().take("/tickets", "changes")).state).toBe("waits");
  expect((await openDesk("another").open().take("/tickets", "changes")).state).toBe("goes");
  await db().requestGate.update({ where: { accountKey: desk.accountKey }, data: { state: { version: 99 } } });
  expect((await desk.open().take("/tickets", "changes")).state).toBe("goes");
  expect(desk.accountKey).not.toContain("versions");
});

/** An account and a clock; each `open` is what another worker would have. */
function openDesk(account: string) {
  let at = 0;
  const accountKey = accountKeyOf("desk", account);
  return {
    accountKey,
    at: () => at,
    set: (to: number) => {
      at = to;
    },
    open: () => createSharedLimiter(accountKey, { now: () => new Date(at) }),
    underWay: async () => {
      const { state } = await db().requestGate.findUniqueOrThrow({ where: { accountKey } });
      return JSON.parse(JSON.stringify(state)).underWay.length;
    },
  };
}

function placeOf(turn: { state: string; id?: string } | undefined): string {
  if (turn?.id === undefined) throw new Error(`There was no place: ${JSON.stringify(turn)}`);
  return turn.id;
}

function answer(budgets: RateBudget[]): Outcome {
  return { budgets, status: 200, retryAfterSeconds: null, failed: false };
}

function window(fields: Partial<RateBudget>): RateBudget {
  return { bucket: "account", limit: 40, remaining: 40, restoredPerSecond: null, resetSeconds: 60, ...fields };
}

function leaky(fields: Partial<RateBudget>): RateBudget {
  return { bucket: "account", limit: 40, remaining: 40, restoredPerSecond: 0.001, resetSeconds: null, ...fields };
}
