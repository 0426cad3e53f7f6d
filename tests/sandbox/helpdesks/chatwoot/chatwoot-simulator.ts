import type { HelpdeskRows, ShopFile } from "../../dataset/dataset.ts";
import type { JsonObject, SandboxClock, Simulator } from "../../simulator.ts";
import type { HelpdeskControl } from "../helpdesk-control.ts";
import { type AccessState, partsOf, playAccount } from "../play-account.ts";
import { createFixedWindow, type Limiter } from "../rate-limits.ts";
import { htmlResponse, jsonResponse, Refusal } from "../refusal.ts";
import { type ChatwootActions, createChatwootActions } from "./chatwoot-actions.ts";
import {
  CHATWOOT_ENDPOINTS,
  type ChatwootCall,
  type ChatwootEndpoint,
  type ChatwootVersion,
  noSuchPath,
  notAllowed,
  notFound,
} from "./chatwoot-endpoints.ts";
import { ACCOUNT_ID } from "./chatwoot-shapes.ts";
import { type ChatwootStore, createChatwootStore } from "./chatwoot-store.ts";
import { createDeliveries } from "./chatwoot-webhooks.ts";

export interface ChatwootCredentials {
  host: string;
  accountId: string;
  accessToken: string;
}

/** What an installation allows one address, by default. */
export const CHATWOOT_LIMIT = { requests: 3_000, windowSeconds: 60 };

export interface ChatwootOptions {
  clock: SandboxClock;
  limit?: { requests: number; windowSeconds: number };
  /** Absent: a new version of the enterprise edition. */
  version?: Partial<ChatwootVersion>;
  send?: ((request: Request) => Promise<Response>) | undefined;
}

export type ChatwootSimulator = Simulator &
  Pick<HelpdeskControl, "requests" | "revokeAccess" | "restoreAccess" | "setRole"> &
  ChatwootActions & { readonly credentials: ChatwootCredentials };

interface Account {
  credentials: ChatwootCredentials;
  store: ChatwootStore;
  shop: ShopFile;
  version: ChatwootVersion;
  clock: SandboxClock;
  limit: Limiter;
}

/**
 * Plays one account of one installation, at chat.<shop>.example. Other hosts that begin with "chat." answer as a server
 * without Chatwoot; another account of this one is not found. A wrong token, and a user without the right, get 401.
 * Answers tell nothing of the limit, and one that is refused is plain text. Unknown query parameters are ignored.
 */
export function createChatwootSimulator(
  rows: HelpdeskRows,
  shop: ShopFile,
  options: ChatwootOptions,
): ChatwootSimulator {
  const { clock } = options;
  const handle = shop.domain.replace(/\.myshopify\.com$/, "");
  const credentials = {
    host: `https://chat.${handle}.example`,
    accountId: String(ACCOUNT_ID),
    accessToken: "chatwoot-key",
  };
  const store = createChatwootStore(rows);
  const version = { hasReportingEvents: true, signsWebhooks: true, ...options.version };
  const limit = createFixedWindow(options.limit ?? CHATWOOT_LIMIT, clock);
  const account: Account = { credentials, store, shop, version, clock, limit };
  const deliveries = createDeliveries({ store, clock, accountName: shop.name, send: options.send });
  return {
    ...playAccount({
      ...{ name: "chatwoot", clock },
      owns: (host) => /^chat\..+\.example$/.test(host),
      endpointOf: (path, method) => endpointOf(path, method)?.endpoint.path ?? null,
      answer: (request, url, access) => answer(request, url, { account, access }),
    }),
    ...createChatwootActions(store, clock, deliveries),
    credentials,
  };
}

interface Asked {
  account: Account;
  access: AccessState;
}

async function answer(request: Request, url: URL, { account, access }: Asked): Promise<Response> {
  if (url.origin !== account.credentials.host) return htmlResponse(404, "404 Not Found");
  if (!account.limit.take().accepted)
    return new Response("Retry later\n", { status: 429, headers: { "content-type": "text/plain" } });
  try {
    const body = await dispatch(request, url, { account, access });
    return body === null ? new Response("", { status: 200 }) : jsonResponse(200, body, {});
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return jsonResponse(refusal.status, refusal.body, refusal.headers);
  }
}

async function dispatch(request: Request, url: URL, { account, access }: Asked): Promise<unknown> {
  const found = endpointOf(url.pathname, request.method);
  if (!found) throw noSuchPath();
  const { endpoint, parts } = found;
  const token = request.headers.get("api_access_token");
  if (token === null) throw new Refusal(401, { errors: ["You need to sign in or sign up before continuing."] });
  if (access.revoked || token !== account.credentials.accessToken)
    throw new Refusal(401, { error: "Invalid Access Token" });
  if (parts.account_id !== undefined && parts.account_id !== account.credentials.accountId) throw notFound();
  if (endpoint.adminOnly && access.role !== "admin") throw notAllowed();
  const { store, shop, version, clock } = account;
  const body = request.method === "POST" ? await jsonIn(request) : null;
  return endpoint.answer({ url, parts, body, store, shop, version, now: clock(), sees: sightOf(access) });
}

/** Agents see the inboxes that they were added to; this one was added to mail only. */
function sightOf({ role }: AccessState): ChatwootCall["sees"] {
  const isAdmin = role === "admin";
  return Object.assign((row: JsonObject) => isAdmin || row.inbox_id === 11, { all: isAdmin });
}

async function jsonIn(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Refusal(400, { status: 400, error: "Bad Request" });
    throw cause;
  }
}

function endpointOf(
  path: string,
  method: string,
): { endpoint: ChatwootEndpoint; parts: Record<string, string> } | null {
  for (const endpoint of CHATWOOT_ENDPOINTS) {
    const parts = endpoint.method === method ? partsOf(endpoint.path, path) : null;
    if (parts) return { endpoint, parts };
  }
  return null;
}
