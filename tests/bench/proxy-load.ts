import { randomUUID } from "node:crypto";
import { Pool } from "undici";
import { z } from "zod";
import { signProxyQuery } from "../sandbox/shopify/proxy-signature.ts";
import { BENCH_SECRET } from "./proxy-server.ts";
import { type BenchShop, ticketNumbered } from "./proxy-shops.ts";

/** Shopify's servers keep connections open. */
const CONNECTIONS = 32;
/** Requests are signed anew before 90 seconds are over. */
const SIGNED_FOR_MS = 30_000;
/** One shopper in so many names a conversation, and one in so many leaves a comment. */
const WITH_TICKET = 4;
const WITH_COMMENT = 8;

const tokenSchema = z.object({ token: z.string() });
const claimsSchema = z.object({ sub: z.string() });

export interface Load {
  /** Milliseconds that each request took. */
  openings: number[];
  answers: number[];
  /** Score of each survey of which the server has said that it is stored. */
  acknowledged: Map<string, number>;
  /** Requests that got no answer, or another one than 200. */
  failed: number;
  seconds: number;
}

/** Shoppers who open a survey and answer it, as many at once as there are connections, until told to stop. */
export async function playShoppers(origin: string, shops: readonly BenchShop[], signal: AbortSignal): Promise<Load> {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const load: Load = { openings: [], answers: [], acknowledged: new Map(), failed: 0, seconds: 0 };
  const queries = signedQueries(shops);
  const startedAt = performance.now();
  let shoppers = 0;
  const play = async () => {
    while (!signal.aborted) {
      const number = shoppers++;
      const isServed = await playShopper(pool, { path: queries(number), number, load }).catch(() => false);
      if (isServed) continue;
      load.failed++;
      // The server may be away for a moment.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, play));
  load.seconds = (performance.now() - startedAt) / 1000;
  await pool.destroy();
  return load;
}

/** Requests a second of a page that does next to nothing, over the same connections. */
export async function timeHealth(origin: string, seconds: number): Promise<number> {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const until = performance.now() + seconds * 1000;
  let answered = 0;
  const ask = async () => {
    while (performance.now() < until) {
      const { body } = await pool.request({ method: "GET", path: "/healthz" });
      await body.dump();
      answered++;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, ask));
  await pool.destroy();
  return answered / seconds;
}

/** So many openings from one address. @returns how many got which status */
export async function flood(origin: string, shop: BenchShop, requests: number): Promise<Record<number, number>> {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const path = signedQueries([shop])(0);
  const statuses: Record<number, number> = {};
  let sent = 0;
  const send = async () => {
    while (sent++ < requests) {
      const { status } = await post(pool, path, { body: opening(sent), address: "203.0.113.9" });
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, send));
  await pool.destroy();
  return statuses;
}

interface Shopper {
  path: string;
  number: number;
  load: Load;
}

async function playShopper(pool: Pool, { path, number, load }: Shopper): Promise<boolean> {
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  const opened = await post(pool, path, { body: opening(number), address });
  if (opened.status !== 200) return false;
  load.openings.push(opened.milliseconds);
  const { token } = tokenSchema.parse(opened.body);
  const score = 1 + (number % 5);
  const comment = number % WITH_COMMENT === 0 ? "Snel geholpen, maar de levertijd klopte niet." : "";
  const body = { do: "answer", token, score, nps: number % 11, comment };
  const answered = await post(pool, path, { body, address });
  if (answered.status !== 200) return false;
  load.answers.push(answered.milliseconds);
  load.acknowledged.set(surveyIn(token), score);
  return true;
}

function opening(number: number): object {
  const ticket = number % WITH_TICKET === 0 ? ticketNumbered(number) : null;
  return { do: "open", visitor: randomUUID(), lang: "nl", widget: "some-chat", vendor: null, ticket };
}

async function post(
  pool: Pool,
  path: string,
  { body, address }: { body: object; address: string },
): Promise<{ status: number; body: unknown; milliseconds: number }> {
  const startedAt = performance.now();
  const headers = { "content-type": "application/json", "x-forwarded-for": `${address}, 23.227.38.1` };
  const response = await pool.request({ method: "POST", path, headers, body: JSON.stringify(body) });
  const answer: unknown = await response.body.json();
  return { status: response.statusCode, body: answer, milliseconds: performance.now() - startedAt };
}

/** The path of a request for one of the shops by any number, with a signature that is good now. */
function signedQueries(shops: readonly BenchShop[]): (number: number) => string {
  let paths: string[] = [];
  let signedAt = Number.NEGATIVE_INFINITY;
  return (number) => {
    if (performance.now() - signedAt > SIGNED_FOR_MS) {
      signedAt = performance.now();
      const timestamp = String(Math.floor(Date.now() / 1000));
      const own = { logged_in_customer_id: "", path_prefix: "/apps/deskworth", timestamp };
      paths = shops.map(({ domain }) => `/proxy/survey?${signProxyQuery({ ...own, shop: domain }, BENCH_SECRET)}`);
    }
    return paths[number % paths.length] ?? "";
  };
}

function surveyIn(token: string): string {
  const claims = Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
  return claimsSchema.parse(JSON.parse(claims)).sub;
}
