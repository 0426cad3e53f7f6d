import { KEY_KINDS, KEY_PREFIX } from "../customers/key-kinds.ts";
import { db, Prisma } from "../platform/database.server.ts";

/** How many customers were active at the two ends of a period, and how many of the former were not among the latter. */
export interface Churn {
  activeAtStart: number;
  activeAtEnd: number;
  lost: number;
}

/** A period's two instants, `[from, to)`. */
export interface ChurnPeriod {
  from: Date;
  to: Date;
}

const HOUR_MS = 3_600_000;
/** Instants are the bits of one number each customer gets; a bigint has room for these without its sign. */
const MOST_INSTANTS = 62;

/**
 * Who bought before a period and who did before its end (METRICS.md 5). Active at an instant t is a customer with an
 * eligible order in `[t - activeDays x 24 h, t)`. A customer is the one that the shop knows, else whoever the order's
 * strongest key stands for; an order with neither is nobody's.
 */
export async function queryChurn(shopId: string, period: ChurnPeriod, activeDays: number): Promise<Churn> {
  const [churn] = await queryChurns(shopId, [period], activeDays);
  return churn ?? { activeAtStart: 0, activeAtEnd: 0, lost: 0 };
}

/**
 * The same of several periods, in their order. Periods that share their ends (a period and the one before it, the weeks of
 * a trend) are read in one go: ask for them together.
 */
export async function queryChurns(
  shopId: string,
  periods: readonly ChurnPeriod[],
  activeDays: number,
): Promise<Churn[]> {
  const churns: Churn[] = [];
  for (const batch of batchesOf(periods)) {
    const instants = instantsOf(batch);
    const groups = await queryActiveGroups(shopId, instants, activeDays);
    churns.push(...batch.map((period) => churnAmong(groups, instants, period)));
  }
  return churns;
}

/** Customers that were active at the same of the instants: bit i stands for the i-th. */
interface ActiveGroup {
  activeAt: bigint;
  customers: number;
}

function churnAmong(groups: readonly ActiveGroup[], instants: readonly number[], period: ChurnPeriod): Churn {
  const [start, end] = [period.from, period.to].map((at) => BigInt(instants.indexOf(at.getTime())));
  const isActive = ({ activeAt }: ActiveGroup, bit = 0n) => ((activeAt >> bit) & 1n) === 1n;
  const count = (matches: (group: ActiveGroup) => boolean) =>
    groups.filter(matches).reduce((total, { customers }) => total + customers, 0);
  return {
    activeAtStart: count((group) => isActive(group, start)),
    activeAtEnd: count((group) => isActive(group, end)),
    lost: count((group) => isActive(group, start) && !isActive(group, end)),
  };
}

/** The strongest kind of key first, by a digit in front of it. */
const STRENGTH = Prisma.raw(
  `case left(k.key, 2) ${KEY_KINDS.map((kind, index) => `when '${KEY_PREFIX[kind]}' then '${index}'`).join(" ")} end`,
);

/**
 * One pass over the orders that make anybody active at any of the instants, which lie in ascending order: an order does
 * so at those after it, up to the end of its days. Materialized, because the planner
 * would otherwise look every guest's keys up twice, and sort the customers instead of hashing them.
 */
async function queryActiveGroups(
  shopId: string,
  instants: readonly number[],
  activeDays: number,
): Promise<ActiveGroup[]> {
  const activeHours = activeDays * 24;
  const stretches = stretchesBefore(instants, activeHours * HOUR_MS);
  const at = Prisma.sql`${instants.map(isoOf)}::timestamptz[]`;
  return db().$queryRaw<ActiveGroup[]>`
    with bought as materialized (
      select coalesce(o.customer_id, (
               select min(${STRENGTH} || k.key) from order_key k where k.shop_id = o.shop_id and k.order_id = o.order_id
             )) as customer,
             (1::bigint << width_bucket(o.processed_at + make_interval(hours => ${activeHours}::int), ${at}))
               - (1::bigint << width_bucket(o.processed_at, ${at})) as active_at
      from unnest(${stretches.map(({ from }) => isoOf(from))}::timestamptz[],
                  ${stretches.map(({ to }) => isoOf(to))}::timestamptz[]) as stretch (from_at, to_at)
      join shop_order o on o.shop_id = ${shopId}::uuid
        and o.processed_at >= stretch.from_at and o.processed_at < stretch.to_at
      where o.eligible
    ),
    customer as (
      select bit_or(active_at) as active_at from bought where customer is not null group by customer
    )
    select active_at as "activeAt", count(*)::float8 as customers from customer group by active_at`;
}

/** The stretches of time, apart from one another, in which an order makes its customer active at one of the instants. */
function stretchesBefore(instants: readonly number[], lengthMs: number): { from: number; to: number }[] {
  const stretches: { from: number; to: number }[] = [];
  for (const to of instants) {
    const last = stretches.at(-1);
    if (last && to - lengthMs <= last.to) last.to = to;
    else stretches.push({ from: to - lengthMs, to });
  }
  return stretches;
}

/** As many periods together as their instants have bits. */
function batchesOf(periods: readonly ChurnPeriod[]): ChurnPeriod[][] {
  const batches: ChurnPeriod[][] = [];
  for (const period of periods) {
    const batch = batches.at(-1);
    if (batch && instantsOf([...batch, period]).length <= MOST_INSTANTS) batch.push(period);
    else batches.push([period]);
  }
  return batches;
}

function instantsOf(periods: readonly ChurnPeriod[]): number[] {
  const instants = new Set(periods.flatMap(({ from, to }) => [from.getTime(), to.getTime()]));
  return [...instants].sort((one, other) => one - other);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
