import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { HelpdeskError } from "../../app/helpdesks/helpdesk-error.ts";
import { createHelpdeskHttp, type HelpdeskHttp } from "../../app/helpdesks/http-client.server.ts";

/** What a helpdesk can do to us over a real connection. */

test("a redirect is not followed, not even to the same host, and nothing is sent on", async () => {
  const strangers: string[] = [];
  const stranger = await serve((request, response) => {
    strangers.push(request.headers.authorization ?? "");
    response.end("{}");
  });
  for (const location of [`${stranger}/api`, "/elsewhere", "//127.0.0.1:1/"]) {
    const http = open(await serve((_, response) => response.writeHead(302, { location }).end()));
    expect((await failureOf(http.get("/api/tickets"))).kind).toBe("redirected");
  }
  expect(strangers).toEqual([]);
});

test("a packed body that swells is dropped at 20 MB unpacked", async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 32));
  const origin = await serve((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
  const before = process.memoryUsage().rss;
  expect(await failureOf(open(origin).get("/api/tickets"))).toMatchObject({ kind: "bad-response", tooLong: true });
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
});

test("headers that never come, and a body that never ends, are called a time-out", async () => {
  const silent = await serve(() => undefined);
  const endless = await serve((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), 5);
    response.on("close", () => clearInterval(timer));
  });
  for (const origin of [silent, endless]) {
    const http = open(origin, { headers: 150, body: 600 });
    expect((await failureOf(http.get("/api/tickets"))).kind).toBe("timeout");
  }
});

test("a connection that breaks before or within an answer is tried again and survives", async () => {
  let requests = 0;
  const origin = await serve((request, response) => {
    requests += 1;
    if (requests === 1) request.socket.destroy();
    else if (requests === 2) {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"data":[');
      setTimeout(() => request.socket.destroy(), 5);
    } else response.end('{"data":[]}');
  });
  expect((await open(origin).get("/api/tickets")).json).toEqual({ data: [] });
  expect(requests).toBe(3);
});

test("a helpdesk that nobody serves any more is unavailable", async () => {
  expect((await failureOf(open("http://127.0.0.1:9").get("/api/tickets"))).kind).toBe("unavailable");
});

test("an address in our own network is never asked, whatever the helpdesk's address claims to be", async () => {
  const asked: string[] = [];
  const origin = await serve((request, response) => {
    asked.push(request.url ?? "");
    response.end("{}");
  });
  const { port } = new URL(origin);
  const hosts = [
    "http://127.0.0.1",
    "https://127.0.0.1",
    "https://localhost",
    "https://[::ffff:127.0.0.1]",
    "https://0",
  ];
  for (const host of hosts) {
    const http = createHelpdeskHttp({ baseUrl: `${host}:${port}`, headers: {}, rateBudgets: () => [] });
    expect((await failureOf(http.get("/api/tickets"))).kind, host).toBe("forbidden-address");
  }
  expect(asked).toEqual([]);
});

/** Time enough for every answer that comes at all, unless the test is about those that do not. */
const LONG = { headers: 30_000, body: 60_000 };

function open(origin: string, timeouts = LONG): HelpdeskHttp {
  return createHelpdeskHttp({
    baseUrl: origin,
    fetch: globalThis.fetch,
    headers: { authorization: "Basic c2VjcmV0" },
    rateBudgets: () => [],
    sleep: async () => undefined,
    timeouts,
  });
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

async function serve(handle: Handler): Promise<string> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port");
  return `http://127.0.0.1:${address.port}`;
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
