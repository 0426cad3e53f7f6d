import { db, inTransaction } from "../platform/database.server.ts";
import { canHaveGoal, type GoalChange, type Goals, goalOn, goalsOf } from "./goal.ts";
import { kpiIdOf } from "./kpi-book.ts";

/**
 * The goals that hold on a shop day. Those of figures that grow with their period (numbers of tickets, sums of money) are
 * for 30 days: `goalsIn` makes them those of a report's period.
 * @param onDay YYYY-MM-DD; of a report, its last day
 */
export async function readGoals(shopId: string, onDay: string): Promise<Goals> {
  const changes = await listGoalHistory(shopId);
  return goalsOf((id) => goalOn(changes, id, onDay));
}

/** Every change of a goal, the latest first. Goals of figures that the book does not have any more are left out. */
export async function listGoalHistory(shopId: string): Promise<GoalChange[]> {
  const rows = await db().$queryRaw<{ kpiId: string; sinceOn: string; value: number | null }[]>`
    select kpi_id as "kpiId", to_char(since_on, 'YYYY-MM-DD') as "sinceOn", value
    from goal where shop_id = ${shopId}::uuid
    order by since_on desc, kpi_id`;
  return rows.flatMap(({ kpiId, ...change }) => {
    const kpi = kpiIdOf(kpiId);
    return kpi && canHaveGoal(kpi) ? [{ kpi, ...change }] : [];
  });
}

/** Sets a goal from a shop day on, or ends it with null. Later changes of the same goal are dropped. */
export async function saveGoal(shopId: string, change: GoalChange): Promise<void> {
  await saveGoals(shopId, [change]);
}

/**
 * Sets several goals, all of them or none; at most one of a KPI. What holds already is not written again.
 * @throws RangeError for a figure that cannot have a goal, or a goal that is not a number
 */
export async function saveGoals(shopId: string, changes: readonly GoalChange[]): Promise<void> {
  const wrong = changes.find(({ kpi, value }) => !canHaveGoal(kpi) || (value !== null && !Number.isFinite(value)));
  if (wrong) throw new RangeError(`${wrong.kpi} cannot have the goal ${wrong.value}`);
  const kpis = changes.map(({ kpi }) => kpi);
  const days = changes.map(({ sinceOn }) => sinceOn);
  await inTransaction(async (tx) => {
    const shops = await tx.$queryRaw<unknown[]>`
      select 1 from shop where shop_id = ${shopId}::uuid for no key update`;
    if (shops.length === 0) throw new Error(`There is no shop ${shopId}`);
    await tx.$executeRaw`
      delete from goal using unnest(${kpis}::text[], ${days}::date[]) as given (kpi_id, since_on)
      where goal.shop_id = ${shopId}::uuid and goal.kpi_id = given.kpi_id and goal.since_on >= given.since_on`;
    await tx.$executeRaw`
      insert into goal (shop_id, kpi_id, since_on, value)
      select ${shopId}::uuid, given.* from unnest(
        ${kpis}::text[], ${days}::date[], ${changes.map(({ value }) => value)}::float8[]) as given (kpi_id, since_on, value)
      where given.value is distinct from (
        select g.value from goal g where g.shop_id = ${shopId}::uuid and g.kpi_id = given.kpi_id
        order by g.since_on desc limit 1)`;
  });
}
