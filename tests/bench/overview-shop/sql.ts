import { openedDatabase } from "../../../app/platform/database.server.ts";

/** Numbers of one statement: the embedded database holds all that a statement sorts in memory. */
const NUMBERS_AT_ONCE = 100_000;

/** Runs a statement without Prisma, which is needed nowhere here. */
export async function run(sql: string, values: unknown[] = []): Promise<void> {
  await openedDatabase().pool.query(sql, values);
}

/** Runs a statement for the numbers 0 to `count` less one, a portion at a time; `$1` and `$2` are its first and its last. */
export async function runInPortions(count: number, sql: string, values: unknown[] = []): Promise<void> {
  for (let from = 0; from < count; from += NUMBERS_AT_ONCE) {
    await run(sql, [from, Math.min(from + NUMBERS_AT_ONCE, count) - 1, ...values]);
  }
}

/**
 * Chance that is the same in every run: a number in [0, 1) of a row's number and of what it is drawn for, an element of a
 * list by it, one of the 40 agents of three helpdesks, and a time that is long now and then (spread about its median, never
 * beyond twenty times that).
 */
export const CHANCE = `
  create schema bench;
  create function bench.chance(n bigint, what int) returns float8 immutable parallel safe language sql
    return (hashint8extended(n, what) & 4294967295)::float8 / 4294967296;
  create function bench.one_of(options text[], chance float8) returns text immutable parallel safe language sql
    return options[1 + floor(chance * cardinality(options))::int];
  create function bench.agent(helpdesk int, chance float8) returns text immutable parallel safe language sql
    return 'agent-' || (helpdesk + 3 * floor(chance * case helpdesk when 1 then 14 else 13 end)::int);
  create function bench.delay(n bigint, what int, median_seconds float8) returns interval immutable parallel safe language sql
    return make_interval(secs => ceil(median_seconds * exp(2 * (
      bench.chance(n, what) + bench.chance(n, what + 1000) + bench.chance(n, what + 2000) - 1.5))));
`;
