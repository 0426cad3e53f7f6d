import { randomUUID } from "node:crypto";
import { z } from "zod";
import { decrypt, encrypt } from "../platform/crypto.server.ts";
import { type Db, db } from "../platform/database.server.ts";
import type { HelpdeskAgent } from "../tickets/ticket.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import type { SyncProblem } from "./sync-problem.ts";

/** A connected helpdesk. */
export interface Connection extends ConnectionScope {
  vendor: string;
  name: string;
  account: string;
  /** Null once disconnected. */
  credentials: unknown;
  status: "active" | "paused" | "disconnected";
}

/** What connecting writes. `credentials` is whatever the adapter's schema gave; it is stored encrypted. */
export interface NewConnection {
  shopId: string;
  vendor: string;
  account: string;
  name: string;
  credentials: unknown;
}

const statusSchema = z.enum(["active", "paused", "disconnected"]);

/** A connection with its credentials opened. @throws DecryptionError */
export async function findConnection(scope: ConnectionScope): Promise<Connection | null> {
  const row = await db().helpdeskConnection.findUnique({ where: { shopId_connectionId: scope } });
  if (!row) return null;
  const { vendor, name, account } = row;
  const credentials: unknown = row.credentials ? JSON.parse(decrypt(row.credentials, placeOf(scope))) : null;
  return { ...scope, vendor, name, account, credentials, status: statusSchema.parse(row.status) };
}

/**
 * Puts renewed credentials in the place of those they were made from.
 * @param isStill whether what is stored is what they were made from
 * @returns false when others have been stored meanwhile, or the helpdesk was disconnected: nothing is changed then
 */
export async function replaceCredentials(
  scope: ConnectionScope,
  { isStill, after }: { isStill(stored: unknown): boolean; after: unknown },
): Promise<boolean> {
  const row = await db().helpdeskConnection.findUnique({
    where: { shopId_connectionId: scope },
    select: { credentials: true },
  });
  const stored = row?.credentials ?? null;
  if (stored === null || !isStill(JSON.parse(decrypt(stored, placeOf(scope))))) return false;
  const { count } = await db().helpdeskConnection.updateMany({
    where: { ...scope, credentials: stored },
    data: { credentials: encrypt(JSON.stringify(after), placeOf(scope)) },
  });
  return count === 1;
}

/** Active connections of an account in whichever shops have connected it. */
export function listConnectionsOfAccount(vendor: string, account: string): Promise<ConnectionScope[]> {
  return db().helpdeskConnection.findMany({
    where: { vendor, account, status: { not: "disconnected" }, shop: { uninstalledAt: null } },
    select: { shopId: true, connectionId: true },
  });
}

/** The connection of an account, also one that was disconnected. */
export async function findConnectionOfAccount(
  shopId: string,
  vendor: string,
  account: string,
): Promise<{ connectionId: string; status: string } | null> {
  return db().helpdeskConnection.findUnique({
    where: { shopId_vendor_account: { shopId, vendor, account } },
    select: { connectionId: true, status: true },
  });
}

/** Connects an account, or connects it again under the id that its history has. @returns the connection's id */
export async function saveConnection(tx: Db, connection: NewConnection, now: Date): Promise<string> {
  const { shopId, vendor, account, name } = connection;
  const known = await tx.helpdeskConnection.findUnique({
    where: { shopId_vendor_account: { shopId, vendor, account } },
    select: { connectionId: true },
  });
  const connectionId = known?.connectionId ?? randomUUID();
  const credentials = encrypt(JSON.stringify(connection.credentials), placeOf({ shopId, connectionId }));
  const present = { name, credentials, status: "active", disconnectedAt: null, problemKind: null, problemAt: null };
  await tx.helpdeskConnection.upsert({
    where: { shopId_connectionId: { shopId, connectionId } },
    create: { shopId, connectionId, vendor, account, connectedAt: now, ...present },
    update: present,
  });
  return connectionId;
}

/** Tells the merchant what is wrong; `paused` also stops syncing until somebody acts. */
export async function saveProblem(scope: ConnectionScope, problem: SyncProblem, now: Date): Promise<void> {
  await db().helpdeskConnection.updateMany({
    where: { ...scope, status: { not: "disconnected" } },
    data: {
      problemKind: problem.kind,
      problemDetail: problem.detail,
      problemAt: now,
      ...(problem.needsMerchant ? { status: "paused" } : {}),
    },
  });
}

/** A page has come: whatever was wrong is over. */
export async function clearProblem(tx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  await tx.helpdeskConnection.updateMany({
    where: { ...scope, status: "active" },
    data: { problemKind: null, problemAt: null, lastSyncedAt: now },
  });
}

/** Lets a paused connection be synced again. */
export async function resumeConnection(scope: ConnectionScope): Promise<void> {
  await db().helpdeskConnection.updateMany({
    where: { ...scope, status: "paused" },
    data: { status: "active", problemKind: null, problemAt: null },
  });
}

/** Active connections of shops that have the app installed. */
export function listActiveConnections(): Promise<ConnectionScope[]> {
  return db().helpdeskConnection.findMany({
    where: { status: "active", syncs: true, shop: { uninstalledAt: null } },
    select: { shopId: true, connectionId: true },
  });
}

/** Every agent ever seen at a helpdesk, by vendor id; also those who have left. */
export async function listAgents(scope: ConnectionScope): Promise<Map<string, HelpdeskAgent>> {
  const rows = await db().agent.findMany({ where: scope });
  return new Map(
    rows.map((row) => [
      row.agentId,
      {
        agentId: row.agentId,
        name: row.name,
        kind: row.kind === "automation" ? "automation" : "human",
        active: row.active,
      },
    ]),
  );
}

/** Stops syncing and forgets the credentials; the data stays. */
export async function markDisconnected(tx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  await tx.helpdeskConnection.updateMany({
    where: scope,
    data: { status: "disconnected", credentials: null, disconnectedAt: now, problemKind: null, problemAt: null },
  });
}

function placeOf({ shopId, connectionId }: ConnectionScope): string {
  return `helpdesk_connection/${shopId}/${connectionId}/credentials`;
}
