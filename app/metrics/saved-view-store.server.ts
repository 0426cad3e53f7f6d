import { randomUUID } from "node:crypto";
import { Prisma } from "@prisma/client";
import { now } from "../platform/clock.ts";
import { type Db, db, inTransaction } from "../platform/database.server.ts";
import { MOST_VIEWS, type SavedView, type SavedViewProblem } from "./saved-view.ts";

/** Whose views, on which page: views are a user's own. */
export interface ViewOwner {
  shopId: string;
  userId: string;
  /** Path of the page, such as "/app/channels". */
  page: string;
}

/** The user's views of a page, by name. */
export async function listSavedViews(owner: ViewOwner): Promise<SavedView[]> {
  return db().$queryRaw`
    select view_id::text as "viewId", name, search from saved_view where ${isTheirs(owner)}
    order by lower(name), view_id`;
}

/** Saves a report under a name that none of the user's views of the page has. @returns why not, or null when it is saved */
export async function saveView(
  owner: ViewOwner,
  { name, search }: Pick<SavedView, "name" | "search">,
): Promise<SavedViewProblem | null> {
  return inTransaction(async (tx) => {
    await lockShop(tx, owner.shopId);
    const problem = await problemOf(tx, owner, name);
    if (problem) return problem;
    await tx.$executeRaw`
      insert into saved_view (shop_id, view_id, user_id, page, name, search, created_at)
      values (${owner.shopId}::uuid, ${randomUUID()}::uuid, ${owner.userId}, ${owner.page}, ${name}, ${search}, ${now()})`;
    return null;
  });
}

/** Gives a view another name; a view that is gone stays gone. @returns why not, or null */
export async function renameView(
  owner: ViewOwner,
  { viewId, name }: Pick<SavedView, "viewId" | "name">,
): Promise<SavedViewProblem | null> {
  return inTransaction(async (tx) => {
    await lockShop(tx, owner.shopId);
    const [twin] = await twins(tx, owner, name);
    if (twin && twin.viewId !== viewId) return "taken";
    await tx.$executeRaw`update saved_view set name = ${name} where ${isTheirs(owner)} and view_id = ${viewId}::uuid`;
    return null;
  });
}

/** Removes one of the user's own views; nothing happens where there is none of this id. */
export async function deleteView(owner: ViewOwner, viewId: string): Promise<void> {
  await db().$executeRaw`delete from saved_view where ${isTheirs(owner)} and view_id = ${viewId}::uuid`;
}

/** Two requests at once must not both find a name free. */
async function lockShop(tx: Db, shopId: string): Promise<void> {
  await tx.$queryRaw`select 1 from shop where shop_id = ${shopId}::uuid for no key update`;
}

async function problemOf(tx: Db, owner: ViewOwner, name: string): Promise<SavedViewProblem | null> {
  if ((await twins(tx, owner, name)).length > 0) return "taken";
  const [views] = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::float8 as n from saved_view where ${isTheirs(owner)}`;
  return views && views.n >= MOST_VIEWS ? "too-many" : null;
}

async function twins(tx: Db, owner: ViewOwner, name: string): Promise<{ viewId: string }[]> {
  return tx.$queryRaw`
    select view_id::text as "viewId" from saved_view where ${isTheirs(owner)} and lower(name) = lower(${name})`;
}

function isTheirs({ shopId, userId, page }: ViewOwner): Prisma.Sql {
  return Prisma.sql`shop_id = ${shopId}::uuid and user_id = ${userId} and page = ${page}`;
}
