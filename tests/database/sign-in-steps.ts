import { expect } from "vitest";
import { db } from "../../app/platform/database.server.ts";
import { type Connection, findConnection } from "../../app/sync/connection-store.server.ts";
import { finishSignIn, startSignIn } from "../../app/sync/sign-in.server.ts";
import type { Merchant } from "../../app/sync/sign-in-store.server.ts";
import { pressAt, type SignInVendor } from "./helpdesk-world.ts";

/** The steps of signing in, for shops of tests that are about something else. */

/** Whoever uses the shop's admin. */
export function owner(shopId: string): Merchant {
  return { shopId, userId: "owner" };
}

/** Sets out for a vendor. @returns the address of its sign-in page */
export async function leave(
  shopId: string,
  vendor: SignInVendor,
  { subdomain = "salt-lamp", connectionId = null }: { subdomain?: string; connectionId?: string | null } = {},
): Promise<string> {
  const start = await startSignIn(owner(shopId), { vendor, fields: { subdomain }, connectionId });
  if (!start.ok) throw new Error(`cannot leave: ${JSON.stringify(start.problems)}`);
  return start.url;
}

/** Goes all the way. @returns the connection's id */
export async function signIn(shopId: string, vendor: SignInVendor, subdomain = "salt-lamp"): Promise<string> {
  const returned = await pressAt(await leave(shopId, vendor, { subdomain }), "allow");
  expect(await finishSignIn(owner(shopId), returned)).toMatchObject({ outcome: "connected" });
  return (await connectionOf(shopId, vendor, subdomain)).connectionId;
}

export async function connectionOf(shopId: string, vendor: SignInVendor, account = "salt-lamp"): Promise<Connection> {
  const row = await db().helpdeskConnection.findUniqueOrThrow({
    where: { shopId_vendor_account: { shopId, vendor, account } },
  });
  const connection = await findConnection({ shopId, connectionId: row.connectionId });
  if (!connection) throw new Error("no such connection");
  return connection;
}
