import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { HelpdeskAdapter } from "../helpdesks/adapter.ts";
import { HelpdeskError } from "../helpdesks/helpdesk-error.ts";
import type { HelpdeskHttp } from "../helpdesks/http-client.server.ts";
import { type OpenOptions, openHelpdesk, requireAdapter } from "../helpdesks/registry.server.ts";
import type { TokenRenewal } from "../helpdesks/sign-in.ts";
import { now } from "../platform/clock.ts";
import { releaseLease, takeLease } from "../platform/lease.server.ts";
import { log } from "../platform/log.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import { type Connection, findConnection, replaceCredentials } from "./connection-store.server.ts";
import { askForTokens, oauthAppOf } from "./sign-in-tokens.server.ts";

/** Longer than any request for a token may take, so that nobody asks a second time while an answer may still come. */
const LEASE_SECONDS = 60;
const LOOK_AGAIN_MS = 150;
/** A run begins with a token that lasts for it. */
const RENEW_BEFORE_MS = 3 * 60_000;
const MOST_LOOKS = 600;

export interface OpenedConnection {
  connection: Connection;
  adapter: HelpdeskAdapter;
  http: HelpdeskHttp;
  /** What `http` was opened with; to be handed to `renewAfterRefusal` when it is refused. */
  credentials: unknown;
}

/**
 * Opens a connection with credentials that are good for now.
 * @returns null when there is nothing to open: unknown, disconnected, or fed by files
 * @throws HelpdeskError `unauthorised` when the vendor gives no new access token, or what passes by itself
 */
export async function openConnection(
  scope: ConnectionScope,
  options: Omit<OpenOptions, "account"> = {},
): Promise<OpenedConnection | null> {
  const connection = await findConnection(scope);
  if (!connection?.credentials) return null;
  const adapter = requireAdapter(connection.vendor);
  const credentials = await currentCredentials(scope, adapter);
  if (credentials === null) return null;
  const http = openHelpdesk(adapter, credentials, { ...options, account: connection.account });
  return { connection, adapter, http, credentials };
}

/**
 * The connection's credentials, their access token renewed when it ends soon. Where it cannot be renewed just now, a
 * token that has not ended yet is used on.
 * @returns null once disconnected
 * @throws HelpdeskError
 */
export async function currentCredentials(scope: ConnectionScope, adapter: HelpdeskAdapter): Promise<unknown> {
  const stored = await storedCredentials(scope, adapter);
  if (stored === null || !endsBefore(adapter, stored, RENEW_BEFORE_MS)) return stored;
  try {
    return await renewed(scope, adapter, stored);
  } catch (error) {
    if (!(error instanceof HelpdeskError) || endsBefore(adapter, stored, 0)) throw error;
    log().warn({ err: error, ...scope }, "an access token could not be renewed yet");
    return stored;
  }
}

/**
 * After the vendor refused an access token that should have been good: gets another one, whatever it said about its end.
 * @param refused the credentials that were refused
 * @returns whether there are others now, so that trying again makes sense
 * @throws HelpdeskError `unauthorised` when the vendor gives no new one, or what passes by itself
 */
export async function renewAfterRefusal(scope: ConnectionScope, refused: unknown): Promise<boolean> {
  const connection = await findConnection(scope);
  if (!connection?.credentials) return false;
  const adapter = requireAdapter(connection.vendor);
  const stored = adapter.credentialSchema.parse(connection.credentials);
  if (!isDeepStrictEqual(stored, refused)) return true;
  if (!isRenewable(adapter, stored)) return false;
  return !isDeepStrictEqual(await renewed(scope, adapter, stored), refused);
}

/**
 * Credentials that nobody has stored yet, with an access token that is good for now.
 * @throws HelpdeskError
 */
export async function withAccess(adapter: HelpdeskAdapter, credentials: unknown): Promise<unknown> {
  if (!adapter.renewal || !endsBefore(adapter, credentials, 0)) return credentials;
  return ask(adapter.renewal, adapter.vendor, credentials);
}

/** An API key is refused for good, and so is a token that came with nothing to renew it with. */
function isRenewable({ renewal, vendor }: HelpdeskAdapter, credentials: unknown): boolean {
  try {
    return renewal?.request(credentials, oauthAppOf(vendor)) !== undefined;
  } catch (error) {
    if (error instanceof HelpdeskError) return false;
    throw error;
  }
}

async function storedCredentials(scope: ConnectionScope, adapter: HelpdeskAdapter): Promise<unknown> {
  const connection = await findConnection(scope);
  if (!connection?.credentials) return null;
  const parsed = adapter.credentialSchema.safeParse(connection.credentials);
  if (!parsed.success) throw new HelpdeskError("unauthorised", "The stored credentials are incomplete");
  return parsed.data;
}

function endsBefore({ renewal }: HelpdeskAdapter, credentials: unknown, milliseconds: number): boolean {
  const endsAt = renewal?.endsAt(credentials) ?? null;
  return endsAt !== null && endsAt.getTime() <= now().getTime() + milliseconds;
}

/**
 * One of all who find the same credentials at their end asks for others, under a lease; the others wait for what comes of
 * it. No transaction is open meanwhile. A holder who dies is missed when the lease ends, and another one asks.
 */
async function renewed(scope: ConnectionScope, adapter: HelpdeskAdapter, before: unknown): Promise<unknown> {
  const claim = { shopId: scope.shopId, name: `tokens:${scope.connectionId}`, owner: randomUUID() };
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const stored = await storedCredentials(scope, adapter);
    if (stored === null || !isDeepStrictEqual(stored, before)) return stored;
    if (await takeLease(claim, now(), LEASE_SECONDS)) {
      try {
        return await renewUnderLease(scope, adapter, before);
      } finally {
        await releaseLease(claim);
      }
    }
    // Nobody needs to wait for a token that still serves.
    if (!endsBefore(adapter, before, 0)) return before;
    await pause(LOOK_AGAIN_MS);
  }
  throw new HelpdeskError("timeout", "Another worker has not renewed the access token in time");
}

async function renewUnderLease(scope: ConnectionScope, adapter: HelpdeskAdapter, before: unknown): Promise<unknown> {
  const { renewal, vendor } = adapter;
  // Whoever held the lease before may have stored others since we looked.
  const stored = await storedCredentials(scope, adapter);
  if (!renewal || stored === null || !isDeepStrictEqual(stored, before)) return stored;
  const after = await ask(renewal, vendor, before);
  // The answer may have ended the old refresh token, so it is stored before anything else can go wrong.
  const isStill = (raw: unknown) => isDeepStrictEqual(adapter.credentialSchema.safeParse(raw).data, before);
  if (await replaceCredentials(scope, { isStill, after })) return after;
  return storedCredentials(scope, adapter);
}

async function ask(renewal: TokenRenewal<unknown>, vendor: string, credentials: unknown): Promise<unknown> {
  const answer = await askForTokens(renewal.request(credentials, oauthAppOf(vendor)));
  return renewal.renewed(credentials, answer, now());
}
