import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { signProxyQuery } from "../../tests/sandbox/shopify/proxy-signature.ts";
import { readProxyQuery } from "./proxy-query.server.ts";

const SECRET = "shpss_example";
const AT = new Date("2026-11-22T12:00:00Z");
const NAMES = [
  "shop",
  "logged_in_customer_id",
  "path_prefix",
  "timestamp",
  "h",
  "t",
  "c",
  "score",
  "lang",
  "signature",
];

test("a signed query tells shop, customer, path and link; nobody logged in is nobody", () => {
  expect(read(signed({ logged_in_customer_id: "42", h: "x", t: "7", score: "5" }))).toEqual({
    shopDomain: "lantern-house.myshopify.com",
    loggedInCustomerId: "42",
    pathPrefix: "/apps/deskworth",
    link: { h: "x", t: "7", score: "5" },
  });
  expect(read(signed())).toMatchObject({ loggedInCustomerId: null, link: {} });
  expect(read(signed({ t: "é ß+&%", c: "a@b.example" }))).toMatchObject({ link: { t: "é ß+&%", c: "a@b.example" } });
});

test("a query is refused when its signature is missing, wrong, of another secret, in capitals or doubled", () => {
  const good = signed();
  expect(read(good)).not.toBeNull();
  expect(read(changed(good, { signature: null }))).toBeNull();
  expect(read(changed(good, { signature: "0".repeat(64) }))).toBeNull();
  expect(read(changed(good, { signature: good.get("signature")?.toUpperCase() ?? "" }))).toBeNull();
  expect(readProxyQuery(good, "another", AT)).toBeNull();
  const doubled = new URLSearchParams([...good, ["signature", good.get("signature") ?? ""]]);
  expect(read(doubled)).toBeNull();
});

test("a query is refused when anything in it was changed, left out or added", () => {
  const good = signed({ h: "x", t: "7" });
  for (const name of [...good.keys()]) {
    expect(read(changed(good, { [name]: null })), `without ${name}`).toBeNull();
    expect(read(changed(good, { [name]: `${good.get(name)}1` })), name).toBeNull();
  }
  expect(read(changed(good, { c: "9" }))).toBeNull();
});

test("a query is good for 90 seconds before and after the time that it names", () => {
  const seconds = AT.getTime() / 1000;
  for (const [timestamp, isGood] of [
    ...[[seconds - 90, true] as const, [seconds + 90, true] as const],
    ...[[seconds - 91, false] as const, [seconds + 91, false] as const, [Number.NaN, false] as const],
  ])
    expect(read(signed({ timestamp: String(timestamp) })) !== null, String(timestamp)).toBe(isGood);
  for (const timestamp of ["", "-1", "1e9", "0x6920", "1763812800.5", " 1763812800"])
    expect(read(signed({ timestamp })), timestamp).toBeNull();
});

test("what Shopify never sends is refused though it is signed: unknown and repeated names, other shops, other shapes", () => {
  const odd: Record<string, string>[] = [
    { shop: "lantern-house.myshopify.com.evil.example" },
    { shop: "evil.example/lantern-house.myshopify.com" },
    { shop: "Lantern-House.myshopify.com" },
    { shop: "lantern-house.myshopify.com\n" },
    { logged_in_customer_id: "42a" },
    { logged_in_customer_id: "gid://shopify/Customer/42" },
    { path_prefix: "//evil.example" },
    { path_prefix: "/apps/deskworth/../admin" },
    { _data: "routes/app" },
    { hmac: "x" },
    { t: "1shop=other.myshopify.com" },
    { constructor: "x" },
    { __proto: "x" },
  ];
  for (const parameters of odd) expect(read(signed(parameters)), JSON.stringify(parameters)).toBeNull();
  const pairs = [...signed({ t: "1" })].filter(([name]) => name !== "signature");
  const twice = [...pairs, ["t", "2"]];
  const text = [...pairs.filter(([name]) => name !== "t"), ["t", "1,2"]].map((pair) => pair.join("=")).sort();
  const signature = createHmac("sha256", SECRET).update(text.join("")).digest("hex");
  expect(read(new URLSearchParams([...twice, ["signature", signature]]))).toBeNull();
});

test("the signature of a visit to the attacker's own shop is of no use for another one", () => {
  const wanted = "logged_in_customer_id=999path_prefix=/apps/sshop=victim.myshopify.comt=1";
  const query = signed({ score: `5${wanted}`, logged_in_customer_id: "", shop: "a.myshopify.com" });
  const forged = { score: "5", logged_in_customer_id: "999", path_prefix: "/apps/s", shop: "victim.myshopify.com" };
  const rest = "1shop=a.myshopify.com";
  const signature = query.get("signature") ?? "";
  expect(
    read(new URLSearchParams({ ...forged, t: rest, timestamp: query.get("timestamp") ?? "", signature })),
  ).toBeNull();
  expect(read(query)).toBeNull();
});

test("of 100,000 other splits of signed texts none tells another shop or customer, and none of a good one is let in", () => {
  const random = randomNumbers(20261122);
  const forged: string[] = [];
  for (let tried = 0; tried < 100_000; ) {
    // Whoever owns a shop can have any parameters of his own signed, among them some that look like others.
    const count = Math.floor(random() * 5);
    const own = Array.from({ length: count }, () => [random() < 0.6 ? nameOf(random) : bait(random), bait(random)]);
    const query = signed({ ...Object.fromEntries(own), logged_in_customer_id: random() < 0.5 ? "" : "42" });
    const truth = { shop: query.get("shop"), customer: query.get("logged_in_customer_id") || null };
    const good = textOf(read(query));
    const signature = query.get("signature") ?? "";
    const text = [...query].filter(([name]) => name !== "signature").map((pair) => pair.join("="));
    for (const split of otherSplits(text.sort().join(""), random, 40)) {
      tried++;
      const outcome = read(new URLSearchParams([...split, ["signature", signature]]));
      if (!outcome || textOf(outcome) === good) continue;
      const isTrue = outcome.shopDomain === truth.shop && outcome.loggedInCustomerId === truth.customer;
      if (good !== "null" || !isTrue) forged.push(JSON.stringify({ split, own }));
    }
  }
  expect(forged).toEqual([]);
});

/** Whatever the order of its parameters. */
function textOf(query: ReturnType<typeof read>): string {
  return JSON.stringify(query && { ...query, link: Object.entries(query.link).sort() });
}

function read(query: URLSearchParams) {
  return readProxyQuery(query, SECRET, AT);
}

function signed(parameters: Record<string, string> = {}): URLSearchParams {
  const usual = {
    shop: "lantern-house.myshopify.com",
    logged_in_customer_id: "",
    path_prefix: "/apps/deskworth",
    timestamp: String(AT.getTime() / 1000),
  };
  return signProxyQuery({ ...usual, ...parameters }, SECRET);
}

function changed(query: URLSearchParams, parameters: Record<string, string | null>): URLSearchParams {
  const copy = new URLSearchParams(query);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) copy.delete(name);
    else copy.set(name, value);
  }
  return copy;
}

function nameOf(random: () => number): string {
  return NAMES[4 + Math.floor(random() * 5)] ?? "";
}

/** A name or value that holds pieces of what the attacker would like to be read as parameters. */
function bait(random: () => number): string {
  const pieces = [
    "42",
    "logged_in_customer_id",
    "=",
    "victim.myshopify.com",
    "shop",
    "t",
    "h",
    "x",
    "score",
    "/apps/a",
  ];
  const count = Math.floor(random() * 5);
  return Array.from({ length: count }, () => pieces[Math.floor(random() * pieces.length)] ?? "").join("");
}

/** Cuts the text into parameters in other ways: names begin anywhere, an equals sign ends a name or belongs to a value. */
function otherSplits(text: string, random: () => number, count: number): [string, string][][] {
  const signs = [...text.matchAll(/=/g)].map(({ index }) => index);
  return Array.from({ length: count }, () => {
    const chosen = signs.filter(() => random() < 0.85);
    const split: [string, string][] = [];
    let start = 0;
    for (const [index, sign] of chosen.entries()) {
      const next = chosen[index + 1];
      const name = text.slice(start, sign);
      const upTo = next === undefined ? text.length : cutBefore(text, { from: sign + 1, to: next }, random);
      split.push([name, text.slice(sign + 1, upTo)]);
      start = upTo;
    }
    return random() < 0.5 ? split : split.sort(() => random() - 0.5);
  });
}

/** Where the next name begins: before a known one, where there is one, or anywhere. */
function cutBefore(text: string, { from, to }: { from: number; to: number }, random: () => number): number {
  const known = NAMES.map((name) => to - name.length).filter((at) => at >= from && NAMES.includes(text.slice(at, to)));
  const cut = random() < 0.8 ? known[Math.floor(random() * known.length)] : undefined;
  return cut ?? from + Math.floor(random() * (to - from));
}

/** Mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
