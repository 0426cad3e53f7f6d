import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Listener, listen, webHandler } from "../proxy/serve.ts";
import { makeClock } from "../shopify/clock.ts";

const PRELOAD = fileURLToPath(new URL("./preload.mjs", import.meta.url));

let upstream: Listener;
let asked: { url: string | null; method: string; body: string; authorization: string | null }[];
beforeEach(async () => {
  asked = [];
  upstream = await listen(webHandler(answer));
});
afterEach(() => upstream.close());

test("requests for listed hosts go to the sandbox under their own address, whatever shape fetch was given", async () => {
  const told = await run(`
    const answers = [
      await fetch("https://acme.vendor.test/a?b=1"),
      await fetch(new URL("https://vendor.test/c"), { method: "POST", body: "text", headers: { authorization: "Basic x" } }),
      await fetch(new Request("https://acme.vendor.test/d", { method: "PUT", body: JSON.stringify({ e: 1 }) })),
      await fetch("https://acme.vendor.test/f", { method: "POST", body: ReadableStream.from(["stre", "am"].map((x) => new TextEncoder().encode(x))), duplex: "half" }),
    ];
    tell({ statuses: answers.map((a) => a.status), urls: answers.map((a) => a.url), text: await answers[0].text() });`);
  expect(told).toMatchObject({ statuses: [200, 200, 200, 200], text: "answer to https://acme.vendor.test/a?b=1" });
  expect(told.urls).toEqual(asked.map(({ url }) => url));
  expect(asked).toEqual([
    { url: "https://acme.vendor.test/a?b=1", method: "GET", body: "", authorization: null },
    { url: "https://vendor.test/c", method: "POST", body: "text", authorization: "Basic x" },
    { url: "https://acme.vendor.test/d", method: "PUT", body: '{"e":1}', authorization: null },
    { url: "https://acme.vendor.test/f", method: "POST", body: "stream", authorization: null },
  ]);
});

test("a dispatcher that guards the way to the real host does not see what goes to the sandbox instead", async () => {
  const told = await run(`
    const dispatcher = { dispatch() { throw new Error("asked the dispatcher"); } };
    const rerouted = await fetch("https://acme.vendor.test/a", { dispatcher, redirect: "manual" });
    const direct = await fetch("https://notvendor.test/", { dispatcher }).catch((error) => error.cause.message);
    tell({ rerouted: await rerouted.text(), direct });`);
  expect(told).toEqual({ rerouted: "answer to https://acme.vendor.test/a", direct: "asked the dispatcher" });
});

test("requests for other hosts are left alone, also those whose name only ends alike", async () => {
  const told = await run(`
    const local = await fetch(process.env.SANDBOX_UPSTREAM + "/direct");
    const alike = await fetch("https://notvendor.test/").then(() => "sent", (error) => error.message);
    tell({ local: await local.text(), alike });`);
  expect(told).toEqual({ local: "answer to null", alike: "fetch failed" });
});

test("redirects are followed, handed over or refused as fetch was told", async () => {
  const told = await run(`
    const followed = await fetch("https://vendor.test/to/elsewhere", { headers: { authorization: "Basic x" } });
    const posted = await fetch("https://vendor.test/to/303", { method: "POST", body: "x" });
    const kept = await fetch("https://vendor.test/to/307", { method: "POST", body: "again" });
    const manual = await fetch("https://vendor.test/to/303", { redirect: "manual" });
    const refused = await fetch("https://vendor.test/to/303", { redirect: "error" }).catch((error) => error.cause.message);
    const endless = await fetch("https://vendor.test/to/loop").catch((error) => error.cause.message);
    tell({ url: followed.url, redirected: followed.redirected, posted: posted.url, kept: kept.url, manual: manual.status, refused, endless });`);
  expect(told).toEqual({
    url: "https://other.vendor.test/arrived",
    redirected: true,
    posted: "https://vendor.test/arrived",
    kept: "https://vendor.test/arrived",
    manual: 303,
    refused: "unexpected redirect",
    endless: "redirect count exceeded",
  });
  const arrived = asked.filter(({ url }) => url?.endsWith("/arrived"));
  expect(arrived.map(({ method, body, authorization }) => [method, body, authorization])).toEqual([
    ["GET", "", null],
    ["GET", "", null],
    ["POST", "again", null],
  ]);
});

test("an aborted request ends as one of fetch does, and a cut body fails while it is read", async () => {
  const told = await run(`
    const aborted = await fetch("https://vendor.test/slow", { signal: AbortSignal.timeout(50) }).catch((error) => error.name);
    const cut = await fetch("https://vendor.test/cut").then((a) => a.text()).catch((error) => error.message);
    tell({ aborted, cut });`);
  expect(told).toEqual({ aborted: "TimeoutError", cut: "terminated" });
});

test("the process lives at the sandbox's instant, by the same clock as the sandbox", async () => {
  const now = "2024-02-29T23:59:00Z";
  const startedAt = Date.now() - 60_000;
  const clock = makeClock(now, startedAt);
  const before = clock().getTime();
  const told = await run(
    `tell({ now: Date.now(), made: new Date().getTime(), called: Date().slice(0, 15), json: new Date(2020, 0, 2, 3).getHours() });`,
    { SANDBOX_NOW: now, SANDBOX_STARTED_AT: String(startedAt), TZ: "UTC" },
  );
  const after = clock().getTime();
  expect(told).toMatchObject({ called: "Fri Mar 01 2024", json: 3 });
  for (const instant of [told.now, told.made]) {
    expect(Number(instant)).toBeGreaterThanOrEqual(before);
    expect(Number(instant)).toBeLessThanOrEqual(after);
  }
});

test("a shifted Date is still Date: instanceof, subclasses, statics, Intl, clones and given instants", async () => {
  const told = await run(
    `class Own extends Date { tag() { return "own"; } }
    const given = new Date("2020-01-02T03:04:05Z");
    tell({
      instances: [new Date() instanceof Date, new Own() instanceof Own, new Own() instanceof Date],
      own: new Own(0).tag() + new Own().getUTCFullYear(),
      statics: [Date.UTC(2020, 0), Date.parse("1970-01-01T00:00:01Z"), Date.length, Date.name],
      constructor: given.constructor === Date,
      intl: new Intl.DateTimeFormat("en", { dateStyle: "short", timeZone: "UTC" }).format(given),
      clone: structuredClone(given).toISOString(),
      invalid: Number.isNaN(new Date(undefined).getTime()),
      copy: new Date(given).toISOString(),
      timers: await new Promise((done) => { const from = performance.now(); setTimeout(() => done(performance.now() - from < 20_000), 20); }),
    });`,
    { SANDBOX_NOW: "2031-06-01T00:00:00Z" },
  );
  expect(told).toEqual({
    instances: [true, true, true],
    own: "own2031",
    statics: [1577836800000, 1000, 7, "Date"],
    constructor: true,
    intl: "1/2/20",
    clone: "2020-01-02T03:04:05.000Z",
    invalid: true,
    copy: "2020-01-02T03:04:05.000Z",
    timers: true,
  });
});

test("an instant that does not parse stops the process with its name", async () => {
  await expect(run("tell({})", { SANDBOX_NOW: "soon" })).rejects.toThrow("SANDBOX_NOW");
});

async function run(script: string, env: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const source = `const tell = (value) => console.log(JSON.stringify(value));\n${script}`;
  const settings = {
    ...process.env,
    SANDBOX_UPSTREAM: upstream.origin,
    SANDBOX_HOSTS: "vendor.test, *.unused.test",
    ...env,
  };
  const args = ["--import", PRELOAD, "--input-type=module", "--eval", source];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: settings });
  return JSON.parse(stdout);
}

async function answer(request: Request): Promise<Response> {
  const url = request.headers.get("x-sandbox-url");
  asked.push({
    url,
    method: request.method,
    body: await request.text(),
    authorization: request.headers.get("authorization"),
  });
  const path = url === null ? "" : new URL(url).pathname;
  if (path === "/to/elsewhere") return redirect(302, "https://other.vendor.test/arrived");
  if (path === "/to/303" || path === "/to/307") return redirect(Number(path.slice(4)), "/arrived");
  if (path === "/to/loop") return redirect(302, "/to/loop");
  if (path === "/slow")
    return new Promise((resolve) => setTimeout(() => resolve(new Response("late")), 60_000).unref());
  if (path === "/cut")
    return new Response(new ReadableStream({ pull: (controller) => controller.error(new Error("cut")) }));
  return new Response(`answer to ${url}`);
}

function redirect(status: number, location: string): Response {
  return new Response(null, { status, headers: { location } });
}
