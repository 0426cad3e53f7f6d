import { expect, test } from "vitest";
import { HelpdeskError } from "./helpdesk-error.ts";
import { createHelpdeskHttp, type HelpdeskHttpOptions } from "./http-client.server.ts";
import type { RateBudget } from "./rate-budget.ts";

const ORIGIN = "https://lamp-shop.desk.example";

test("parameters are sent as the query, lists as repeated names, and nulls not at all", async () => {
  const desk = deskThatAnswers(json({ ok: 1 }));
  await desk.http.get("/api/tickets", {
    limit: 5,
    cursor: null,
    since: undefined,
    "role[]": ["agent", "admin"],
    all: true,
  });
  expect(desk.requests[0]).toBe(`${ORIGIN}/api/tickets?limit=5&role%5B%5D=agent&role%5B%5D=admin&all=true`);
});

test("credentials go along in the headers and redirects are not followed", async () => {
  const desk = deskThatAnswers(json({}));
  await desk.http.get("/api/tickets");
  expect(desk.inits[0]).toMatchObject({ headers: { authorization: "Basic c2VjcmV0" }, redirect: "manual" });
});

test("a path that leads to another host, or brings its own query, is refused before anything is sent", async () => {
  const desk = deskThatAnswers();
  for (const path of ["https://evil.example/api", "//evil.example/api", "/\\evil.example", "api", "/api?key=1"]) {
    expect((await failureOf(desk.http.get(path))).kind).toBe("bad-response");
  }
  expect(desk.requests).toEqual([]);
});

test("every path lies under the base address, also when that has a path of its own", async () => {
  const desk = deskThatAnswers(json({}), json({}));
  const http = desk.open({ baseUrl: `${ORIGIN}/api/v2/` });
  await http.get("/tickets");
  await http.post("", { query: "open" });
  for (const path of ["/../v1/tickets", "/..", "/../v22/tickets", "/%2e%2e/v1"])
    expect((await failureOf(http.get(path))).kind).toBe("bad-response");
  expect(desk.requests).toEqual([`${ORIGIN}/api/v2/tickets`, `${ORIGIN}/api/v2`]);
});

test("what is posted goes as JSON, is tried again like a reading request, and may be answered by nothing", async () => {
  const created = new Response(null, { status: 204 });
  const desk = deskThatAnswers(new Response("", { status: 502 }), json({ ok: 1 }), created);
  expect((await desk.http.post("/search", { state: "open" })).json).toEqual({ ok: 1 });
  expect(await desk.http.delete("/webhooks/7")).toMatchObject({ json: null, status: 204 });
  expect(desk.inits.map((init) => [init?.method, init?.body])).toEqual([
    ["POST", '{"state":"open"}'],
    ["POST", '{"state":"open"}'],
    ["DELETE", undefined],
  ]);
  expect(desk.inits[0]?.headers).toMatchObject({ "content-type": "application/json" });
});

test("each status has its kind, and what will not pass is not tried again", async () => {
  const kinds = [
    [301, "redirected"],
    [302, "redirected"],
    [400, "bad-response"],
    [401, "unauthorised"],
    [403, "forbidden"],
    [404, "not-found"],
    [422, "bad-response"],
  ] as const;
  for (const [status, kind] of kinds) {
    const desk = deskThatAnswers(new Response("<html></html>", { status }));
    const error = await failureOf(desk.http.get("/api/tickets", { token: "hush" }));
    expect(error).toMatchObject({ kind, status, path: "/api/tickets" });
    expect(`${error.message}${error.stack}`).not.toMatch(/hush|c2VjcmV0/);
    expect(desk.requests).toHaveLength(1);
  }
});

test("what passes by itself is tried five times, with growing pauses, and then thrown", async () => {
  for (const status of [408, 500, 502, 503, 504]) {
    const desk = deskThatAnswers(...Array.from({ length: 9 }, () => new Response("", { status })));
    expect(await failureOf(desk.http.get("/api/tickets"))).toMatchObject({ kind: "unavailable", status });
    expect(desk.requests).toHaveLength(5);
    expect(desk.pauses).toHaveLength(4);
    for (const [index, pause] of desk.pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(250 * 2 ** index);
      expect(pause).toBeLessThanOrEqual(500 * 2 ** index);
    }
  }
});

test("a helpdesk that takes its time to fail is not tried for longer than a minute", async () => {
  let [time, requests] = [NOW.getTime(), 0];
  const slow: typeof fetch = async () => {
    requests += 1;
    time += 25_000;
    return new Response("", { status: 503 });
  };
  const http = deskThatAnswers().open({ fetch: slow, now: () => new Date(time) });
  expect((await failureOf(http.get("/api/tickets"))).kind).toBe("unavailable");
  expect(requests).toBe(3);
});

test("a request that succeeds after failures returns its answer", async () => {
  const desk = deskThatAnswers(
    new Response("", { status: 500 }),
    new Response("<html>sign in</html>"),
    json({ ok: true }),
  );
  expect((await desk.http.get("/api/tickets")).json).toEqual({ ok: true });
});

test("Retry-After is obeyed in seconds and as a date", async () => {
  const later = new Date(NOW.getTime() + 30_000).toUTCString();
  for (const [value, expected] of [
    ["7", 7_000],
    [later, 30_000],
    ["0", 250],
  ] as const) {
    const desk = deskThatAnswers(new Response("", { status: 429, headers: { "retry-after": value } }), json({}));
    await desk.http.get("/api/tickets");
    expect(desk.pauses[0]).toBeGreaterThanOrEqual(expected);
    expect(desk.pauses[0]).toBeLessThanOrEqual(Math.max(expected, 500));
  }
});

test("a wait longer than a minute is handed back to the caller instead of slept through", async () => {
  for (const value of ["61", "1000000000", new Date(NOW.getTime() + 3_600_000).toUTCString()]) {
    const desk = deskThatAnswers(new Response("", { status: 429, headers: { "retry-after": value } }));
    const error = await failureOf(desk.http.get("/api/tickets"));
    expect(error.kind).toBe("rate-limited");
    expect(error.retryAfterSeconds).toBeGreaterThan(60);
    expect(desk.pauses).toEqual([]);
  }
});

test("a budget that is used up for longer than a minute is handed back without asking the helpdesk", async () => {
  const spent = { bucket: "account", limit: 10, remaining: 0, restoredPerSecond: null, resetSeconds: 300 };
  const desk = deskThatAnswers(json({}));
  const http = desk.open({ rateBudgets: () => [spent] });
  await http.get("/api/tickets");
  expect(await failureOf(http.get("/api/tickets"))).toMatchObject({ kind: "rate-limited", retryAfterSeconds: 300 });
  expect(desk.requests).toHaveLength(1);
});

test("the budget that answers tell is kept to", async () => {
  const spent = { bucket: "account", limit: 40, remaining: 0, restoredPerSecond: 2, resetSeconds: null };
  const desk = deskThatAnswers(json({}), json({}));
  const http = desk.open({ rateBudgets: () => [spent] });
  await http.get("/api/tickets");
  await http.get("/api/tickets");
  expect(desk.pauses).toEqual([1_500]);
});

test("a refusal holds up every other request to the account, and an hour of it is handed back", async () => {
  const told = new Response("", { status: 429, headers: { "retry-after": "3600" } });
  const desk = deskThatAnswers(told, json({}));
  expect((await failureOf(desk.http.get("/api/tickets"))).kind).toBe("rate-limited");
  expect(await failureOf(desk.http.get("/api/users"))).toMatchObject({ kind: "rate-limited", status: null });
  expect(desk.requests).toHaveLength(1);
});

test("a helpdesk that keeps failing is left alone without being asked, and said to be unavailable", async () => {
  const desk = deskThatAnswers(...Array.from({ length: 20 }, () => new Response("", { status: 500 })));
  for (let requests = 0; requests < 3; requests += 1) await failureOf(desk.http.get("/api/tickets"));
  const error = await failureOf(desk.http.get("/api/tickets"));
  expect(error).toMatchObject({ kind: "unavailable", status: null });
  expect(error.retryAfterSeconds).toBeGreaterThan(0);
  expect(desk.requests).toHaveLength(10);
});

test("history waits where somebody at a screen need not, through the same limiter", async () => {
  const told = { bucket: "account", limit: 40, remaining: 4, restoredPerSecond: 2, resetSeconds: null };
  const desk = deskThatAnswers(json({}), json({}), json({}));
  const http = desk.open({ rateBudgets: () => [told] });
  await http.get("/api/tickets");
  await http.withPriority("history").withPriority("interactive").get("/api/tickets");
  expect(desk.pauses).toEqual([]);
  await http.withPriority("history").get("/api/tickets");
  expect(desk.pauses).toEqual([1_500]);
});

test("a longer wait ends for urgent work, which is looked for once a second, but not for somebody at a screen", async () => {
  const spent = { bucket: "account", limit: 40, remaining: 0, restoredPerSecond: 0.1, resetSeconds: null };
  let questions = 0;
  const urgent = async () => {
    questions += 1;
    return questions === 5;
  };
  const desk = deskThatAnswers(json({}), json({}));
  const http = desk.open({ rateBudgets: () => [spent], urgent });
  await http.get("/api/tickets");
  await expect(http.withPriority("changes").get("/api/tickets")).rejects.toMatchObject({ kind: "urgent-work" });
  expect(desk.pauses).toEqual([1_000, 1_000, 1_000, 1_000]);
  await http.get("/api/tickets");
  expect(desk.pauses.slice(4)).toEqual([26_000]);
  expect(questions).toBe(5);
});

test("requests at once keep to the limit together, and what ends early gives its place back", async () => {
  const told = (used: number) => [
    { bucket: "account", limit: 20, remaining: 20 - used, restoredPerSecond: null, resetSeconds: 50 },
  ];
  let [used, atOnce, most] = [0, 0, 0];
  const slow: typeof fetch = async () => {
    used += 1;
    atOnce += 1;
    most = Math.max(most, atOnce);
    const answer = Response.json({ used }, { headers: { used: String(used) } });
    for (let turns = 0; turns < 3; turns += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    atOnce -= 1;
    return answer;
  };
  const desk = deskThatAnswers();
  const http = desk.open({ fetch: slow, rateBudgets: (_path, headers) => told(Number(headers.get("used"))) });
  await http.get("/api/tickets");
  await Promise.all(Array.from({ length: 18 }, () => http.get("/api/tickets")));
  expect(used).toBe(19);
  expect(most).toBeGreaterThan(8);
  expect(desk.pauses).toEqual([]);
  await http.get("/api/tickets");
  expect(desk.pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(49_000);
});

test("a body that is no JSON, is empty or is cut is tried again and then called so, without quoting it", async () => {
  for (const body of ["<html>Dear Ms Quill</html>", "", '{"data":[{"name":"Ms Quill']) {
    const desk = deskThatAnswers(...Array.from({ length: 5 }, () => new Response(body)));
    const error = await failureOf(desk.http.get("/api/tickets"));
    expect(error.kind).toBe("not-json");
    expect(`${error.message}${String(error.cause)}`).not.toContain("Quill");
    expect(desk.requests).toHaveLength(5);
  }
});

test("a body longer than 20 MB is dropped while it arrives", async () => {
  let chunks = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      chunks += 1;
      controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
    },
  });
  const desk = deskThatAnswers(new Response(endless));
  expect((await failureOf(desk.http.get("/api/tickets"))).kind).toBe("bad-response");
  expect(chunks).toBeLessThan(25);
  expect(desk.requests).toHaveLength(1);
});

test("an answer that never comes, and a body that never ends, are called a time-out", async () => {
  const silent: typeof fetch = () => new Promise(() => undefined);
  const dripping: typeof fetch = async () =>
    new Response(
      new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          controller.enqueue(new Uint8Array([32]));
        },
      }),
    );
  for (const fetchFake of [silent, dripping]) {
    const http = deskThatAnswers().open({ fetch: fetchFake, timeouts: { headers: 10, body: 30 } });
    expect((await failureOf(http.get("/api/tickets"))).kind).toBe("timeout");
  }
});

test("a host that the resolver does not know is a wrong account, one that refuses is unavailable", async () => {
  const failing =
    (code: string): typeof fetch =>
    async () => {
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
    };
  const http = (code: string) => deskThatAnswers().open({ fetch: failing(code) });
  expect((await failureOf(http("ENOTFOUND").get("/api"))).kind).toBe("wrong-account");
  expect((await failureOf(http("EAI_AGAIN").get("/api"))).kind).toBe("unavailable");
  expect((await failureOf(http("ECONNREFUSED").get("/api"))).kind).toBe("unavailable");
});

test("the caller's signal ends a request and a wait with the caller's own reason", async () => {
  const stop = new AbortController();
  const hanging: typeof fetch = () => new Promise(() => undefined);
  const reading = deskThatAnswers().open({ fetch: hanging, signal: stop.signal }).get("/api/tickets");
  stop.abort(new Error("the worker stops"));
  await expect(reading).rejects.toThrow("the worker stops");
});

test("keys that would reach an object's prototype stay plain data", async () => {
  const desk = deskThatAnswers(new Response('{"__proto__":{"polluted":true},"rows":[]}'));
  await desk.http.get("/api/tickets");
  expect("polluted" in {}).toBe(false);
});

test("a page that comes once more for another question is asked for again, and taken if it stays the same", async () => {
  const desk = deskThatAnswers(
    json({ rows: [1] }),
    json({ rows: [1] }),
    json({ rows: [2] }),
    json({ rows: [2] }),
    json({ rows: [2] }),
  );
  expect((await desk.http.get("/api/tickets", { page: 1 })).json).toEqual({ rows: [1] });
  expect((await desk.http.get("/api/tickets", { page: 2 })).json).toEqual({ rows: [2] });
  expect((await desk.http.get("/api/tickets", { page: 3 })).json).toEqual({ rows: [2] });
  expect(desk.requests).toHaveLength(5);
});

const NOW = new Date("2026-05-05T10:00:00Z");

function deskThatAnswers(...answers: Response[]) {
  const requests: string[] = [];
  const inits: (RequestInit | undefined)[] = [];
  const pauses: number[] = [];
  let time = NOW.getTime();
  const fake: typeof fetch = async (input, init) => {
    requests.push(String(input));
    inits.push(init);
    const answer = answers.shift();
    if (!answer) throw new TypeError("fetch failed");
    return answer;
  };
  const open = (options: Partial<HelpdeskHttpOptions> = {}) =>
    createHelpdeskHttp({
      baseUrl: ORIGIN,
      headers: { authorization: "Basic c2VjcmV0" },
      rateBudgets: (): RateBudget[] => [],
      fetch: fake,
      sleep: async (milliseconds) => {
        pauses.push(milliseconds);
        time += milliseconds;
      },
      now: () => new Date(time),
      ...options,
    });
  return { requests, inits, pauses, open, http: open() };
}

function json(body: unknown): Response {
  return Response.json(body);
}

async function failureOf(work: Promise<unknown>): Promise<HelpdeskError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof HelpdeskError) return error;
    throw error;
  }
  throw new Error("It did not fail");
}
