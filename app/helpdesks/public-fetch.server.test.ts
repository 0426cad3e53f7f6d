import type { LookupAddress } from "node:dns";
import { once } from "node:events";
import { createServer, type LookupFunction, type Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPublicFetch } from "./public-fetch.server.ts";

/** A port of this machine that nobody from outside asked for may reach; it counts who does. */
let listener: Server;
let port = 0;
let connections = 0;
beforeAll(async () => {
  listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(() => listener.close());

/** Routable in theory. A socket bound to the loopback address cannot leave for it, so nothing is sent there. */
const PUBLIC = "93.184.215.14";

test("the listener is reached when nothing guards it", async () => {
  await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
  expect(connections).toBe(1);
  connections = 0;
});

test("an address that is no public one opens no connection, however it is written", async () => {
  const fetchPublic = createPublicFetch({ localAddress: "127.0.0.1" });
  for (const host of ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "0", "[::1]", "[::ffff:127.0.0.1]", "[::7f00:1]"])
    expect(await kindOf(fetchPublic(`https://${host}:${port}/`)), host).toBe("forbidden-address");
  expect(connections).toBe(0);
});

test("without https, or with a password in the address, nothing is sent", async () => {
  const fetchPublic = createPublicFetch({ resolve: answering([PUBLIC]), localAddress: "127.0.0.1" });
  for (const url of [`http://desk.example:${port}/`, `ftp://desk.example/`, `https://user:key@desk.example:${port}/`])
    expect(await kindOf(fetchPublic(url)), url).toBe("forbidden-address");
  expect(connections).toBe(0);
});

test("a name whose answers change from public to private and back is never followed into the private network", async () => {
  let questions = 0;
  const changing = () => [questions++ % 2 === 0 ? [PUBLIC] : ["127.0.0.1"]].flat();
  const fetchPublic = createPublicFetch({ resolve: answering(changing), localAddress: "127.0.0.1" });
  const kinds = new Map<string, number>();
  for (let round = 0; round < 1_000; round += 1) {
    const kind = await kindOf(fetchPublic(`https://desk-${round % 7}.example:${port}/`));
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  expect(questions).toBe(1_000);
  expect(kinds).toEqual(
    new Map([
      ["unreached", 500],
      ["forbidden-address", 500],
    ]),
  );
  expect(connections).toBe(0);
});

test("one private address among a name's answers is enough to refuse it", async () => {
  const mixtures = [
    [PUBLIC, "127.0.0.1"],
    ["2606:4700::1111", "::1"],
    ["::ffff:127.0.0.1"],
    [PUBLIC, "fe80::1%eth0"],
    [],
  ];
  for (const addresses of mixtures) {
    const fetchPublic = createPublicFetch({ resolve: answering(addresses), localAddress: "127.0.0.1" });
    for (const host of ["desk.example", "desk.example.", "LOCALHOST", "localhost."])
      expect(await kindOf(fetchPublic(`https://${host}:${port}/`)), addresses.join()).toBe("forbidden-address");
  }
  expect(connections).toBe(0);
});

test("a name that the resolver does not know keeps the resolver's own error", async () => {
  const unknown: LookupFunction = (_host, _options, callback) =>
    callback(Object.assign(new Error("unknown"), { code: "ENOTFOUND" }), "");
  const error = await createPublicFetch({ resolve: unknown })("https://desk.example/").catch((failure) => failure);
  expect(error.cause).toMatchObject({ code: "ENOTFOUND" });
});

test("whoever replaces the global fetch gets the request, redirects off, unless its address is a private one", async () => {
  const realFetch = globalThis.fetch;
  const seen: (string | undefined)[] = [];
  globalThis.fetch = async (input, init) => {
    seen.push(`${input} ${init?.redirect}`);
    return new Response("{}");
  };
  try {
    const fetchPublic = createPublicFetch({ resolve: answering(["127.0.0.1"]) });
    await fetchPublic("https://played.example/api", { redirect: "follow" });
    await fetchPublic(new Request("https://10.0.0.8/api")).catch(() => undefined);
  } finally {
    globalThis.fetch = realFetch;
  }
  expect(seen).toEqual(["https://played.example/api manual"]);
});

function answering(addresses: string[] | (() => string[])): LookupFunction {
  return (_host, _options, callback) => {
    const found = typeof addresses === "function" ? addresses() : addresses;
    const answers: LookupAddress[] = found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    process.nextTick(() => callback(null, answers));
  };
}

/** The kind of the refusal, "unreached" for any other failure. */
async function kindOf(request: Promise<Response>): Promise<string> {
  try {
    return `answered ${(await request).status}`;
  } catch (error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause)
      if ("kind" in cause && typeof cause.kind === "string") return cause.kind;
    return "unreached";
  }
}
