import type { HelpdeskRows, ShopFile } from "../../dataset/dataset.ts";
import { authorizationOf } from "../authorization.ts";
import { type AccessState, partsOf, playAccount } from "../play-account.ts";
import type { PlayedAccount, PlayOptions } from "../played-helpdesk.ts";
import { createLeakyBucket, type Limiter } from "../rate-limits.ts";
import { htmlResponse, jsonResponse, Refusal } from "../refusal.ts";
import { createReamazeActions, type ReamazeActions } from "./reamaze-actions.ts";
import { REAMAZE_ENDPOINTS, type ReamazeEndpoint } from "./reamaze-endpoints.ts";
import { createReamazeStore, type ReamazeStore } from "./reamaze-store.ts";

/** Undisclosed by the vendor, "a certain number a minute" for each token; the sandbox grants this many, evenly. */
const REQUESTS_A_MINUTE = 62;
const ROOMY_REQUESTS_A_MINUTE = 60_000;

export interface ReamazeOptions extends PlayOptions {
  /** Conversations carry `updated_at`, which the vendor does not document. */
  tellsChanges?: boolean;
}

export type ReamazeSimulator = PlayedAccount & ReamazeActions;

/**
 * Plays one brand of a Re:amaze account. Any other brand answers 404 as a page, wrong credentials 401, a client that
 * does not ask for JSON 406, unknown paths 404. Answers do not tell how much of the limit is used.
 */
export function createReamazeSimulator(rows: HelpdeskRows, shop: ShopFile, options: ReamazeOptions): ReamazeSimulator {
  const { clock } = options;
  const requests = options.limits === "roomy" ? ROOMY_REQUESTS_A_MINUTE : REQUESTS_A_MINUTE;
  const store = createReamazeStore(rows);
  const credentials = {
    subdomain: shop.domain.replace(/\.myshopify\.com$/, ""),
    email: "owner@example.com",
    apiToken: "reamaze-key",
  };
  const brand: Brand = {
    ...{ credentials, store, zone: shop.ianaTimezone, tellsChanges: options.tellsChanges ?? false },
    bucket: createLeakyBucket({ requests, windowSeconds: 60 }, clock),
  };
  const account = playAccount({
    name: "reamaze",
    clock,
    owns: (host) => host.endsWith(".reamaze.io"),
    endpointOf: (path) => endpointAt(path)?.endpoint.path ?? null,
    answer: async (request, url, access) => answer(request, url, { brand, access }),
  });
  return {
    ...account,
    ...createReamazeActions(store, { ...options, zone: shop.ianaTimezone }),
    credentials,
    wrongAccount: { subdomain: "nobody-has-this-brand" },
    allowedPerSecond: requests / 60,
  };
}

interface Brand {
  credentials: { subdomain: string; email: string; apiToken: string };
  store: ReamazeStore;
  zone: string;
  tellsChanges: boolean;
  bucket: Limiter;
}

function answer(request: Request, url: URL, { brand, access }: { brand: Brand; access: AccessState }): Response {
  if (url.hostname !== `${brand.credentials.subdomain}.reamaze.io`) return htmlResponse(404, "Brand not found");
  if (access.revoked || !isSignedIn(request.headers, brand)) return jsonResponse(401, { error: "Access denied" }, {});
  const verdict = brand.bucket.take();
  if (!verdict.accepted) {
    const retryAfter = { "retry-after": String(verdict.secondsToWait) };
    return jsonResponse(429, { error: "Too many requests" }, retryAfter);
  }
  if (!wantsJson(request.headers, url.pathname)) return htmlResponse(406, "Not acceptable");
  try {
    return jsonResponse(200, dispatch(request, url, { brand, access }), {});
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return jsonResponse(refusal.status, refusal.body, refusal.headers);
  }
}

function isSignedIn(headers: Headers, { credentials }: Brand): boolean {
  const given = authorizationOf(headers);
  return given.kind === "basic" && given.user === credentials.email && given.secret === credentials.apiToken;
}

/** Without the header, or an ending that says so, the vendor would answer with a page. */
function wantsJson(headers: Headers, path: string): boolean {
  return path.endsWith(".json") || (headers.get("accept") ?? "").includes("application/json");
}

function dispatch(request: Request, url: URL, { brand, access }: { brand: Brand; access: AccessState }) {
  const match = endpointAt(url.pathname);
  if (!match || request.method !== "GET") throw new Refusal(404, { errors: "Not Found" });
  if (match.endpoint.adminOnly && access.role !== "admin") throw new Refusal(403, { error: "Forbidden" });
  return match.endpoint.answer({ ...brand, url, slug: match.slug });
}

function endpointAt(path: string): { endpoint: ReamazeEndpoint; slug: string } | null {
  for (const endpoint of REAMAZE_ENDPOINTS) {
    const parts = partsOf(endpoint.path, path.replace(/\.json$/, ""));
    if (parts) return { endpoint, slug: parts.slug ?? "" };
  }
  return null;
}
