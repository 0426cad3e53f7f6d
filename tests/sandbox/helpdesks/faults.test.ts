import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { JsonObject } from "../simulator.ts";
import { type FaultRule, withFaults } from "./faults.ts";
import { createGorgiasSimulator } from "./gorgias/gorgias-simulator.ts";
import {
  caller,
  createFakeClock,
  datasetWith,
  GORGIAS_ACCOUNT,
  gorgiasTicket,
  idsIn,
  inside,
  rowsIn,
} from "./sample-accounts.ts";

const TICKETS = "/api/tickets";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

test("a rule strikes only what it matches, after those it skips, and so many times", async () => {
  const { get, faults } = account([
    { match: /^\/api\/tickets/, skip: 1, times: 2, fault: { kind: "status", status: 503 } },
  ]);
  expect((await get("/api/users")).status).toBe(200);
  expect(await statuses(get, 4)).toEqual([200, 503, 503, 200]);
  expect([faults.struck("status"), faults.struck(), faults.passed()]).toEqual([2, 2, 3]);
});

test("the same seed strikes the same requests, another seed others", async () => {
  const plan: FaultRule[] = [{ probability: 0.5, fault: { kind: "status", status: 500 } }];
  const [one, same, other] = [account(plan, "a"), account(plan, "a"), account(plan, "b")];
  const pattern = await statuses(one.get, 30);
  expect(await statuses(same.get, 30)).toEqual(pattern);
  expect(await statuses(other.get, 30)).not.toEqual(pattern);
  expect(new Set(pattern)).toEqual(new Set([200, 500]));
});

test("a storm of 429 says when to come back and never reaches the account", async () => {
  const { get, simulator } = account([{ times: 3, fault: { kind: "status", status: 429, retryAfterSeconds: 7 } }]);
  const first = await get(TICKETS);
  expect([first.status, first.headers.get("retry-after")]).toEqual([429, "7"]);
  expect(await statuses(get, 3)).toEqual([429, 429, 200]);
  expect(simulator.requests.total).toBe(1);
});

test("a login page comes with status 200 and is no JSON", async () => {
  const response = await raw(account([{ fault: { kind: "html" } }]));
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
});

test("a cut body says it is JSON and does not parse", async () => {
  const response = await raw(account([{ fault: { kind: "cut-body" } }]));
  expect(response.headers.get("content-type")).toMatch(/json/);
  await expect(response.json()).rejects.toBeInstanceOf(SyntaxError);
});

test("a broken connection fails while the body is read", async () => {
  const response = await raw(account([{ fault: { kind: "network-error" } }]));
  await expect(response.text()).rejects.toThrow(/connection broke/);
});

test("a hanging answer ends when the client gives up", async () => {
  const { simulator } = account([{ fault: { kind: "hang" } }]);
  const abort = new AbortController();
  const pending = simulator.handle(request(abort.signal));
  expect(await Promise.race([pending.then(() => "answered"), soon("still waiting")])).toBe("still waiting");
  // However long it takes: what only the request knows of must not be collected in the meantime.
  collectGarbage();
  await soon("collected");
  collectGarbage();
  abort.abort();
  await expect((await pending).text()).rejects.toThrow();
});

test("an answer that hangs for a time comes whole in the end, and so does one that drips", async () => {
  const { get } = account([
    { times: 1, fault: { kind: "hang", milliseconds: 5 } },
    { times: 1, fault: { kind: "slow-drip", pieces: 4, pauseMilliseconds: 1 } },
  ]);
  expect(idsIn(await get(TICKETS))).toEqual([4, 3, 2, 1]);
  expect(idsIn(await get(TICKETS))).toEqual([4, 3, 2, 1]);
});

test("a repeated page is the one that the path gave before, whatever page is asked for", async () => {
  const { get } = account([{ match: /cursor=/, times: 1, fault: { kind: "repeat-page" } }]);
  const first = await get(`${TICKETS}?limit=2`);
  const next = `${TICKETS}?limit=2&cursor=${encodeURIComponent(String(inside(first, "meta").next_cursor))}`;
  expect((await get(next)).body).toEqual(first.body);
  expect(idsIn(await get(next))).toEqual([2, 1]);
});

test("one row of a page is spoiled, the others are whole", async () => {
  const { get } = account([{ fault: { kind: "bad-row" } }]);
  const bad = rowsIn(await get(TICKETS)).filter((row) => typeof row.created_datetime !== "string");
  expect(bad).toHaveLength(1);
  expect(rowsIn(await get(TICKETS))).toHaveLength(4);
});

test("a spoiled row can be spoiled in a field of one's choice", async () => {
  const { get } = account([{ fault: { kind: "bad-row", field: "status" } }]);
  expect(rowsIn(await get(TICKETS)).filter((row) => typeof row.status !== "string")).toHaveLength(1);
});

test("rows can have an unknown field, or known fields, null", async () => {
  const { get } = account([
    { times: 1, fault: { kind: "extra-nulls" } },
    { times: 1, fault: { kind: "extra-nulls", fields: ["subject", "via"] } },
  ]);
  expect(rowsIn(await get(TICKETS)).every((row) => row.sandbox_unknown_field === null)).toBe(true);
  expect(rowsIn(await get(TICKETS)).every((row) => row.subject === null && row.via === null)).toBe(true);
});

test("a list of the wrong type is still valid JSON", async () => {
  const { get } = account([{ fault: { kind: "wrong-json-type" } }]);
  expect((await get(TICKETS)).body.data).toBe("unavailable");
});

test("a revocation lasts, in the vendor's own words, until it is cleared", async () => {
  const { get, faults } = account([{ skip: 1, times: 1, fault: { kind: "revoked" } }]);
  expect(await statuses(get, 3)).toEqual([200, 401, 401]);
  expect((await get("/api/users")).body).toHaveProperty("error.msg");
  faults.clear();
  expect(await statuses(get, 1)).toEqual([200]);
});

test("a forbidden path is forbidden, others are not", async () => {
  const { get } = account([{ match: /users/, fault: { kind: "forbidden" } }]);
  expect((await get("/api/users")).status).toBe(403);
  expect((await get(TICKETS)).status).toBe(200);
});

test("an account that is down comes back after its time by the sandbox's clock", async () => {
  const { get, clock, faults } = account([{ times: 1, fault: { kind: "down", milliseconds: 60_000 } }]);
  await expect(get(TICKETS)).rejects.toThrow();
  clock.advanceSeconds(59);
  await expect(get("/api/users")).rejects.toThrow();
  clock.advanceSeconds(1);
  expect(await statuses(get, 1)).toEqual([200]);
  expect(faults.struck("down")).toBe(2);
});

test("rules can be added while the simulator runs, and its control stays in reach", async () => {
  const { get, simulator, faults } = account([]);
  faults.add({ times: 1, fault: { kind: "status", status: 502 } });
  expect(await statuses(get, 2)).toEqual([502, 200]);
  const added: JsonObject = simulator.addTicket({ customer: { email: "rui@post.example" } });
  expect(idsIn(await get(TICKETS))[0]).toBe(added.id);
});

function account(plan: readonly FaultRule[], seed = "faults") {
  const clock = createFakeClock();
  const tickets = [1, 2, 3, 4].map((id) => gorgiasTicket(id));
  const simulator = withFaults(createGorgiasSimulator(datasetWith({ gorgias: { tickets } }), { clock }), plan, {
    seed,
    clock,
  });
  return { simulator, clock, faults: simulator.faults, get: caller(simulator, GORGIAS_ACCOUNT) };
}

function request(signal?: AbortSignal): Request {
  const headers = { authorization: GORGIAS_ACCOUNT.authorization };
  return new Request(`${GORGIAS_ACCOUNT.origin}${TICKETS}`, { headers, ...(signal ? { signal } : {}) });
}

function raw({ simulator }: ReturnType<typeof account>): Promise<Response> {
  return simulator.handle(request());
}

async function statuses(get: ReturnType<typeof caller>, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) found.push((await get(TICKETS)).status);
  return found;
}

function soon(value: string): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve(value), 10));
}
