import fc from "fast-check";
import { expect, test } from "vitest";
import {
  gateSchema,
  learnOutcome,
  newGate,
  type Outcome,
  type Priority,
  type Turn,
  takePlace,
} from "./limiter-state.ts";
import type { RateBudget } from "./rate-budget.ts";

test("a request waits for a leaky bucket to leave room beyond the spare five percent", () => {
  const desk = openDesk();
  desk.ask(0).learn(0, [bucket({ limit: 40, remaining: 2.5, restoredPerSecond: 2 })]);
  expect(desk.waitAt(0)).toBe(250);
  expect(desk.waitAt(250)).toBe(0);
});

test("a request waits for the end of a used-up window, and goes then", () => {
  const desk = openDesk();
  desk.ask(0).learn(1_000, [bucket({ limit: 10, remaining: 0, resetSeconds: 42 })]);
  expect(desk.waitAt(1_000)).toBe(42_000);
  expect(desk.waitAt(42_999)).toBe(1);
  expect(desk.waitAt(43_000)).toBe(0);
});

test("requests under way count as sent, also when their answers come in another order", () => {
  const desk = openDesk();
  desk.ask(0).learn(0, [bucket({ limit: 40, remaining: 7, resetSeconds: 30 })]);
  const [first, second, third] = [desk.ask(10), desk.ask(10), desk.ask(10)];
  expect(desk.waitAt(10)).toBe(0);
  const [fourth, fifth] = [desk.ask(11), desk.ask(11)];
  expect(desk.waitAt(11)).toBe(29_989);
  fifth.learn(20, [bucket({ limit: 40, remaining: 2, resetSeconds: 30 })]);
  for (const [late, remaining] of [
    [first, 6],
    [third, 4],
    [second, 5],
    [fourth, 3],
  ] as const) {
    expect(desk.waitAt(25)).toBeGreaterThan(29_000);
    late.learn(30, [bucket({ limit: 40, remaining, resetSeconds: 30 })]);
  }
  expect(desk.waitAt(31)).toBe(29_969);
});

test("an answer that took long to arrive does not give back to a bucket what others have used meanwhile", () => {
  const desk = openDesk();
  const leaky = (remaining: number) => [bucket({ limit: 40, remaining, restoredPerSecond: 0.001 })];
  desk.ask(0).learn(0, leaky(10));
  const slow = desk.ask(0);
  for (const remaining of [8, 7, 6, 5, 4]) desk.ask(0).learn(0, leaky(remaining));
  slow.learn(0, leaky(9));
  expect([0, 0, 0].map((at) => desk.waitAt(at) === 0 && desk.ask(at)).filter(Boolean)).toHaveLength(2);
});

test("an endpoint's own limit holds up that endpoint only, the account's holds up all", () => {
  const desk = openDesk();
  const account = bucket({ bucket: "account", limit: 400, remaining: 300, resetSeconds: 60 });
  const exports = bucket({ bucket: "exports", limit: 10, remaining: 0, resetSeconds: 60 });
  desk.ask(0, { endpoint: "/export" }).learn(0, [account, exports]);
  desk.ask(0, { endpoint: "/users", anyway: true }).learn(0, [account]);
  expect(desk.waitAt(0, { endpoint: "/users" })).toBe(0);
  expect(desk.waitAt(0, { endpoint: "/export" })).toBe(60_000);
  desk.ask(900, { endpoint: "/users" }).learn(1_000, [{ ...account, remaining: 3 }]);
  expect(desk.waitAt(1_000, { endpoint: "/users" })).toBe(59_000);
});

test("an answer that tells nothing counts as a request, and leaves what was told before", () => {
  const desk = openDesk();
  desk.ask(0).learn(0, [bucket({ limit: 10, remaining: 2, resetSeconds: 5 })]);
  desk.ask(0).learn(1_000, []);
  expect(desk.waitAt(1_000)).toBe(0);
  desk.ask(1_000).learn(1_000, []);
  expect(desk.waitAt(1_000)).toBe(4_000);
});

test("an endpoint of unknown limits is asked by one at a time until it has answered", () => {
  const desk = openDesk();
  const first = desk.ask(0);
  expect(desk.waitAt(10)).toBeGreaterThan(0);
  expect(desk.waitAt(10, { endpoint: "/other" })).toBe(0);
  first.learn(20, []);
  expect(desk.waitAt(20)).toBe(0);
});

test("after a window has ended one request proves that the next has begun, while others wait for it", () => {
  const desk = openDesk();
  desk.ask(0).learn(0, [bucket({ limit: 20, remaining: 0, resetSeconds: 10 })]);
  const proof = desk.ask(10_000);
  expect(desk.waitAt(10_000)).toBe(100);
  proof.learn(10_050, [bucket({ limit: 20, remaining: 0, resetSeconds: 1 })]);
  expect(desk.waitAt(10_050)).toBe(1_000);
  desk.ask(11_050).learn(11_100, [bucket({ limit: 20, remaining: 19, resetSeconds: 10 })]);
  expect(desk.waitAt(11_100)).toBe(0);
});

test("a window whose end is not told ends after its first request, or when more is left than can be explained", () => {
  const desk = openDesk();
  const told = (remaining: number) => [bucket({ limit: 40, remaining, windowSeconds: 60 })];
  desk.ask(5_000).learn(5_100, told(3));
  desk.ask(6_000).learn(6_100, told(2));
  expect(desk.waitAt(6_100)).toBe(58_900);
  desk.ask(65_000).learn(65_100, told(5));
  desk.ask(70_000).learn(70_100, told(39));
  for (let used = 1; used < 38; used += 1) desk.ask(70_200).learn(70_200, told(39 - used));
  expect(desk.waitAt(70_200)).toBe(59_800);
});

test("with one request to spare it ends no sooner than after the first one's answer", () => {
  const desk = openDesk();
  const told = (remaining: number) => [bucket({ limit: 20, remaining, windowSeconds: 60 })];
  desk.ask(5_000).learn(5_100, told(2));
  desk.ask(6_000).learn(6_100, told(1));
  expect(desk.waitAt(6_100)).toBe(59_000);
});

test("history leaves a reserve to fresher work, which it gets back before the window is over", () => {
  const desk = openDesk();
  desk.ask(0).learn(0, [bucket({ limit: 40, remaining: 6, resetSeconds: 60 })]);
  expect(desk.waitAt(0, { priority: "history" })).toBe(34_500);
  expect(desk.waitAt(0, { priority: "changes" })).toBe(0);
  expect(desk.waitAt(0, { priority: "interactive" })).toBe(0);
  expect(desk.waitAt(48_000, { priority: "history" })).toBe(0);
});

test("somebody at a screen gets the next place however many others ask for it", () => {
  const desk = openDesk();
  desk.ask(0).learn(0, [bucket({ limit: 40, remaining: 2, restoredPerSecond: 1 })]);
  expect(desk.waitAt(0, { priority: "interactive", stays: true })).toBe(1_000);
  for (const at of [1_000, 1_001]) expect(desk.waitAt(at, { priority: "changes" })).toBeGreaterThan(0);
  expect(desk.waitAt(1_001, { priority: "interactive" })).toBe(0);
});

test("those who wait are told to come back one after the other, the more urgent ones first", () => {
  const desk = openDesk();
  desk.ask(0).learn(0, [bucket({ limit: 40, remaining: 2, restoredPerSecond: 1 })]);
  const waits = [1, 2, 3].map(() => desk.waitAt(0, { stays: true }));
  expect(waits).toEqual([1_000, 2_000, 3_000]);
  expect(desk.waitAt(0, { priority: "interactive", stays: true })).toBe(1_000);
  for (let others = 0; others < 60; others += 1) desk.waitAt(0, { priority: "history", stays: true });
  expect(desk.waitAt(0, { priority: "history" })).toBe(30_000);
});

test("limits that nobody tells are kept to by spacing, whatever instant the vendor's windows begin at", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 400 }), fc.integer({ min: 0, max: 400 }), (limit, idleSeconds) => {
      const desk = openDesk([bucket({ limit, remaining: limit, windowSeconds: 60 })]);
      const sentAt: number[] = [];
      for (const from of [0, 200_000 + idleSeconds * 1_000])
        for (let at = from; at < from + 150_000; at += Math.max(1, desk.waitAt(at)))
          if (desk.waitAt(at) === 0) {
            desk.ask(at).learn(at, []);
            sentAt.push(at);
          }
      for (const start of sentAt) {
        const inWindow = sentAt.filter((at) => at >= start && at < start + 60_000).length;
        expect(inWindow).toBeLessThanOrEqual(limit);
      }
      expect(sentAt.filter((at) => at >= 30_000 && at < 150_000).length).toBeGreaterThanOrEqual(
        Math.floor(limit * 1.9) - 1,
      );
    }),
    { numRuns: 12 },
  );
});

test("a refusal stops everything on the account for as long as the vendor says, and a little jitter", () => {
  const desk = openDesk();
  desk.ask(0).refuse(0, { retryAfterSeconds: 20 });
  for (const priority of ["interactive", "changes", "history"] as const) {
    const wait = desk.waitAt(0, { priority, endpoint: "/other" });
    expect(wait).toBeGreaterThanOrEqual(20_000);
    expect(wait).toBeLessThanOrEqual(22_300);
  }
  desk.ask(22_300).refuse(22_300, { retryAfterSeconds: 1e9 });
  expect(desk.waitAt(22_300)).toBeLessThanOrEqual(15 * 60_000 + 2_300);
});

test("refusals that do not say how long to wait are waited out longer each time, and the assumed limit shrinks and recovers", () => {
  const desk = openDesk([bucket({ limit: 60, remaining: 60, windowSeconds: 60 })]);
  const waits: number[] = [];
  let at = 0;
  for (let refusals = 0; refusals < 6; refusals += 1) {
    desk.ask(at, { anyway: true }).refuse(at, { retryAfterSeconds: null });
    waits.push(desk.waitAt(at));
    at += waits.at(-1) ?? 0;
  }
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.at(-1)).toBeGreaterThanOrEqual(60_000);
  const spacings = [at, at + 20 * 60_000].map((from) => {
    let sent = 0;
    for (let time = from; time < from + 60_000; time += Math.max(1, desk.waitAt(time)))
      if (desk.waitAt(time) === 0) {
        desk.ask(time).learn(time, []);
        sent += 1;
      }
    return sent;
  });
  expect(spacings[0]).toBeLessThan(30);
  expect(spacings[1]).toBeGreaterThanOrEqual(57);
});

test("failures in a row open the breaker, one request probes, and its success closes it for all", () => {
  const desk = openDesk();
  for (let failures = 0; failures < 9; failures += 1) desk.ask(failures).fail(failures);
  expect(desk.turnAt(9).state).toBe("goes");
  const desk2 = openDesk();
  for (let failures = 0; failures < 10; failures += 1) desk2.ask(failures).fail(failures);
  expect(desk2.turnAt(10)).toMatchObject({ state: "rests" });
  const probe = desk2.ask(15_010);
  expect(desk2.turnAt(15_020)).toMatchObject({ state: "rests" });
  probe.learn(15_100, []);
  expect(desk2.turnAt(15_100).state).toBe("goes");
});

test("a helpdesk that is down for an hour is probed at least every three minutes, and back within them", () => {
  const desk = openDesk();
  for (let failures = 0; failures < 10; failures += 1) desk.ask(0).fail(0);
  const probes: number[] = [];
  for (let at = 0; at < 3_600_000; ) {
    const turn = desk.turnAt(at);
    if (turn.state === "goes") {
      desk.ask(at).fail(at + 1_000);
      probes.push(at);
      at += 1_000;
    } else at += turn.milliseconds;
  }
  expect(probes.length).toBeLessThan(40);
  for (const [index, at] of probes.entries()) expect(at - (probes[index - 1] ?? 0)).toBeLessThanOrEqual(182_000);
});

test("places of a worker that died are taken back, and so is its probe", () => {
  const desk = openDesk();
  desk.ask(0).learn(0, [bucket({ limit: 20, remaining: 4, restoredPerSecond: 0.0001 })]);
  for (const at of [0, 0, 0]) desk.ask(at);
  expect(desk.waitAt(60_000)).toBeGreaterThan(1_000_000);
  desk.gate.underWay = desk.gate.underWay.map((request) => ({ ...request, sentAt: -200_000 }));
  for (const allowance of Object.values(desk.gate.allowances)) if (allowance.kind === "bucket") allowance.remaining = 9;
  expect(desk.waitAt(60_000)).toBe(0);
  const failing = openDesk();
  for (let failures = 0; failures < 10; failures += 1) failing.ask(0).fail(0);
  failing.ask(15_000);
  expect(failing.turnAt(100_000).state).toBe("rests");
  expect(failing.turnAt(106_000).state).toBe("goes");
});

test("what is known survives a round trip through JSON, and stays small however many paths there are", () => {
  const desk = openDesk();
  for (let count = 0; count < 500; count += 1)
    desk
      .ask(count, { endpoint: `/tickets/subject-${count}` })
      .learn(count, [bucket({ limit: 1e6, remaining: 9e5, resetSeconds: 60 })]);
  const text = JSON.stringify(desk.gate);
  expect(gateSchema.parse(JSON.parse(text))).toEqual(desk.gate);
  expect(text.length).toBeLessThan(6_000);
});

function openDesk(assumed: readonly RateBudget[] = []) {
  const gate = newGate(assumed, 0);
  let ids = 0;
  interface Asked {
    endpoint?: string;
    priority?: Priority;
    /** Whatever is to be waited for. */
    anyway?: boolean;
    /** Is going to come back when told to. */
    stays?: boolean;
  }
  const take = (on: typeof gate, at: number, { endpoint = "/tickets", priority = "changes" }: Asked): Turn => {
    ids += 1;
    return takePlace(on, { id: String(ids), endpoint, priority, at });
  };
  const end = (id: string, at: number, outcome: Partial<Outcome>) =>
    learnOutcome(gate, id, {
      budgets: [],
      status: 200,
      retryAfterSeconds: null,
      failed: false,
      at,
      chance: 0.5,
      ...outcome,
    });
  /** Looks without taking. */
  const turnAt = (at: number, asked: Asked = {}) => {
    const copy = structuredClone(gate);
    const turn = take(copy, at, asked);
    if (asked.stays) gate.waiting = copy.waiting;
    return turn;
  };
  return {
    ...{ gate, turnAt },
    waitAt(at: number, asked: Asked = {}): number {
      const turn = turnAt(at, asked);
      return turn.state === "goes" ? 0 : turn.milliseconds;
    },
    ask(at: number, asked: Asked = {}) {
      let turn = take(gate, at, asked);
      if (turn.state !== "goes" && asked.anyway) {
        const id = String(ids);
        gate.underWay.push({ id, endpoint: asked.endpoint ?? "/tickets", buckets: [], sentAt: at, overtaken: 0 });
        turn = { state: "goes", id };
      }
      if (turn.state !== "goes") throw new Error(`No place at ${at}: ${JSON.stringify(turn)}`);
      const { id } = turn;
      return {
        learn: (then: number, budgets: readonly RateBudget[]) => end(id, then, { budgets }),
        refuse: (then: number, outcome: Partial<Outcome>) => end(id, then, { status: 429, ...outcome }),
        fail: (then: number) => end(id, then, { status: 503, failed: true }),
      };
    },
  };
}

function bucket(fields: Partial<RateBudget>): RateBudget {
  return { bucket: "account", limit: 10, remaining: 10, restoredPerSecond: null, resetSeconds: null, ...fields };
}
