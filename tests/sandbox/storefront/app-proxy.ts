import type { AppConfig } from "../shopify/app-config.ts";
import { signProxyQuery } from "../shopify/proxy-signature.ts";
import type { SandboxClock } from "../simulator.ts";

/** Where the app proxy of a shop leads. */
export interface ProxyRoute {
  /** Path on the app. */
  path: string;
  /** Path on the shop, such as `/apps/deskworth`. */
  prefix: string;
}

/** Null where the app has none. @throws for a prefix that Shopify does not have */
export function proxyRouteOf({ appProxy }: Pick<AppConfig, "appProxy">): ProxyRoute | null {
  if (appProxy === null) return null;
  const { url, subpath, prefix } = appProxy;
  if (!/^(a|apps|community|tools)$/.test(prefix)) throw new Error(`[app_proxy] there is no prefix "${prefix}"`);
  return { path: new URL(url, "https://app.invalid").pathname.replace(/\/$/, ""), prefix: `/${prefix}/${subpath}` };
}

export interface ProxyCall {
  config: ProxyRoute;
  appOrigin: string;
  apiSecret: string;
  shopDomain: string;
  clock: SandboxClock;
  /** Path on the shop, without a language. */
  path: string;
  customerId: string;
  clientAddress: string;
}

/** Names that Shopify sets itself: a shopper's own values for them do not reach the app. */
const RESERVED = new Set(["shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature", "hmac"]);
/** By which the played store lets one choose; a real store does not know them, nor does the app. */
const OWN = new Set(["login", "widget", "locale", "_design"]);
/** Of the shopper's request; cookies never reach the app. */
const FORWARDED = ["accept", "accept-language", "content-type", "user-agent", "if-none-match"];
/** Response headers that Shopify takes away (shopify.dev, "Authenticate app proxies"), and those of the connection. */
const STRIPPED = new Set(
  [
    "accept-patch accept-ranges connection cookie date delta-base im p3p pragma preference-applied proxy-authenticate",
    "public-key-pins server service-worker-allowed set-cookie trailer tk warning x-powered-by",
    "content-encoding content-length keep-alive transfer-encoding",
  ].flatMap((line) => line.split(" ")),
);
const MOST_REDIRECTS = 5;

/**
 * Sends a shopper's request to the app as Shopify does: with the shop, the customer who is logged in, the path and the
 * time in the query, all of it signed; without cookies. Redirects are followed. An app that does not answer is a 502.
 */
export async function forwardToApp(call: ProxyCall, request: Request): Promise<Response> {
  const asked = new URL(request.url);
  const target = new URL(`${call.appOrigin}${call.config.path}${call.path.slice(call.config.prefix.length)}`);
  target.search = signedQuery(call, asked.searchParams).toString();
  const headers = new Headers({ "x-forwarded-for": call.clientAddress, "x-forwarded-host": call.shopDomain });
  headers.set("x-forwarded-proto", "https");
  for (const name of FORWARDED) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  const body = hasBody ? await request.arrayBuffer() : null;
  try {
    const answer = await follow(target, { method: request.method, headers, body }, call.appOrigin);
    return withoutStripped(answer);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return new Response(`The app does not answer its proxy: ${reason}\n`, { status: 502 });
  }
}

/** The shopper's parameters, as often as they were given, and Shopify's own; the signature covers all of them. */
function signedQuery(call: ProxyCall, given: URLSearchParams): URLSearchParams {
  const own = {
    shop: call.shopDomain,
    logged_in_customer_id: call.customerId,
    path_prefix: call.config.prefix,
    timestamp: String(Math.floor(call.clock().getTime() / 1000)),
  };
  const names = [...new Set(given.keys())].filter((name) => !RESERVED.has(name) && !OWN.has(name));
  const joined = Object.fromEntries(names.map((name) => [name, given.getAll(name).join(",")]));
  const query = new URLSearchParams(names.flatMap((name) => given.getAll(name).map((value) => [name, value])));
  for (const [name, value] of Object.entries(own)) query.append(name, value);
  const signature = signProxyQuery({ ...joined, ...own }, call.apiSecret).get("signature") ?? "";
  query.append("signature", signature);
  return query;
}

async function follow(url: URL, init: RequestInit, appOrigin: string): Promise<Response> {
  let [at, sent]: [URL, RequestInit] = [url, init];
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await fetch(at, { ...sent, redirect: "manual" });
    const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get("location") : null;
    if (location === null) return answer;
    await answer.body?.cancel();
    const next = new URL(location, at);
    // The app believes to be at its public address, which is this machine's.
    at = new URL(`${next.pathname}${next.search}`, appOrigin);
    if (answer.status <= 303) sent = { ...sent, method: "GET", body: null };
  }
  throw new Error("too many redirects");
}

function withoutStripped(answer: Response): Response {
  const headers = new Headers();
  for (const [name, value] of answer.headers) if (!STRIPPED.has(name)) headers.append(name, value);
  const isEmpty = answer.status === 204 || answer.status === 304;
  return new Response(isEmpty ? null : answer.body, { status: answer.status, headers });
}
