import { type Db, db } from "./database.server.ts";

/** The language that a user of a shop has chosen for themselves; null where they follow the admin, or never said. */
export async function readUserLocale(shopId: string, userId: string): Promise<string | null> {
  const row = await db().userSetting.findUnique({ where: { shopId_userId: { shopId, userId } } });
  return row?.locale ?? null;
}

/** Stores a user's language, the last one said; null follows the admin again. `locale` is one that the interface has. */
export async function saveUserLocale(
  { shopId, userId }: { shopId: string; userId: string },
  locale: string | null,
  tx: Db = db(),
): Promise<void> {
  await tx.userSetting.upsert({
    where: { shopId_userId: { shopId, userId } },
    create: { shopId, userId, locale },
    update: { locale },
  });
}
