import { randomUUID } from "node:crypto";
import { db, inTransaction } from "../platform/database.server.ts";
import { COST_KINDS, type MonthlyCost } from "./support-cost.ts";

/** What the merchant has entered, by kind and then by month; every amount in the shop's currency. */
export async function listMonthlyCosts(shopId: string): Promise<MonthlyCost[]> {
  const rows = await db().$queryRaw<(Omit<MonthlyCost, "kind"> & { kind: string })[]>`
    select kind, to_char(start_month, 'YYYY-MM') as "startMonth", to_char(end_month, 'YYYY-MM') as "endMonth",
           amount_minor as "amountMinor", note
    from support_cost where shop_id = ${shopId}::uuid
    order by start_month, cost_id`;
  return COST_KINDS.flatMap((kind) => rows.filter((row) => row.kind === kind).map((row) => ({ ...row, kind })));
}

/**
 * Puts a list of costs in the place of the former one. Two lists that are saved at once do not mix: the later one stays.
 * @throws when there is no such shop, so that nothing is left behind of one that was erased meanwhile
 */
export async function replaceMonthlyCosts(shopId: string, costs: readonly MonthlyCost[]): Promise<void> {
  const firstDays = costs.map(({ startMonth }) => `${startMonth}-01`);
  const endDays = costs.map(({ endMonth }) => endMonth && `${endMonth}-01`);
  await inTransaction(async (tx) => {
    const shops = await tx.$queryRaw<unknown[]>`
      select 1 from shop where shop_id = ${shopId}::uuid for no key update`;
    if (shops.length === 0) throw new Error(`There is no shop ${shopId}`);
    await tx.$executeRaw`delete from support_cost where shop_id = ${shopId}::uuid`;
    await tx.$executeRaw`
      insert into support_cost (shop_id, cost_id, kind, start_month, end_month, amount_minor, note)
      select ${shopId}::uuid, given.* from unnest(
        ${costs.map(() => randomUUID())}::uuid[], ${costs.map(({ kind }) => kind)}::text[], ${firstDays}::date[],
        ${endDays}::date[], ${costs.map(({ amountMinor }) => String(amountMinor))}::bigint[],
        ${costs.map(({ note }) => note)}::text[]) as given`;
  });
}
