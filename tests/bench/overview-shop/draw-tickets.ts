import { patternRows, replyRows } from "./patterns.ts";
import { CHANCE, run, runInPortions } from "./sql.ts";

/** What everything of a shop is drawn by. */
export interface Draw {
  tickets: number;
  /** Where the 24 months begin and end. */
  from: Date;
  to: Date;
  shopId: string;
  connectionIds: string[];
}

export const MONTHS = 24;
export const CUSTOMERS_PER_TICKET = 1 / 4;
const CHANNELS = ["email", "email", "email", "chat", "chat", "contact-form", "instagram", "whatsapp", "phone"];
const TAGS = ["shipping", "refund", "sizing", "stock", "discount", "damaged", "wholesale", "other"];

/**
 * Draws the tickets into a table of the bench's own, from which everything that the app stores of them follows: pattern,
 * agents, and the instants of the messages and of the closings, which may lie in the future.
 */
export async function drawTickets(draw: Draw): Promise<void> {
  await run(CHANCE);
  await createPatterns();
  await run(`
    create table bench.ticket (
      n bigint primary key, connection_id uuid, ticket_id text, channel text, pattern text, customer bigint, agents text[],
      at timestamptz(3)[], first_closed_at timestamptz(3), closed_at timestamptz(3), tags text[])`);
  await runInPortions(draw.tickets, INSERT_TICKETS, [
    draw.tickets,
    draw.from,
    draw.to,
    draw.connectionIds,
    CHANNELS,
    TAGS,
    Math.ceil(draw.tickets * CUSTOMERS_PER_TICKET),
  ]);
  await run("analyze bench.ticket");
}

async function createPatterns(): Promise<void> {
  await run(`
    create table bench.pattern (
      pattern text, "upTo" float8, authors text, inbound bool, "askedPlace" int, "humanPlace" int, "anyPlace" int,
      humans int, automated int, delays float8[]);
    create table bench.reply (pattern text, place int, ordinal int, human bool, "fromPlace" int)`);
  const fill = (table: string, rows: object[]) =>
    run(`insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`, [JSON.stringify(rows)]);
  await fill("bench.pattern", patternRows());
  await fill("bench.reply", replyRows());
}

/**
 * Days follow the number, the hour of the day leans to noon, and an agent belongs to one helpdesk: 40 in all. A ticket of
 * the last day lies before the end. One in 250 is never closed. `offset 0` keeps the planner from putting the text of one step
 * into the next, where it would be computed again and again.
 */
const INSERT_TICKETS = `
  insert into bench.ticket
  select n, ($6::uuid[])[helpdesk], n::text, bench.one_of($7::text[], bench.chance(n, 2)), pattern,
         floor(bench.chance(n, 3) * $9::bigint)::bigint, agents, array[at1, at2, at3, at4, at5],
         case when pattern = 'reopened' then at2 + (at3 - at2) / 2 end,
         case when bench.chance(n, 4) >= 0.004 then at5 + bench.delay(n, 30, 1800) end,
         array[bench.one_of($8::text[], bench.chance(n, 5)), bench.one_of($8::text[], bench.chance(n, 6))]
  from generate_series($1::bigint, $2::bigint) as n
  cross join lateral (
    select case when bench.chance(n, 7) < 0.5 then 1 when bench.chance(n, 7) < 0.8 then 2 else 3 end as helpdesk,
           $4::timestamptz + floor(n * 730 / $3::bigint) * interval '1 day' as day,
           (bench.chance(n, 8) + bench.chance(n, 9)) / 2 * interval '24 hours' as time,
           (select p from bench.pattern p where p."upTo" > bench.chance(n, 10) or p."upTo" >= 0.999 order by p."upTo" limit 1) as p
    offset 0
  ) as drawn
  cross join lateral (
    select (p).pattern, (p).delays as delays,
           case when day + time < $5::timestamptz then day + time
                else day + bench.chance(n, 8) * greatest($5::timestamptz - day, interval '0') end as at1,
           array[bench.agent(helpdesk, bench.chance(n, 11)), bench.agent(helpdesk, bench.chance(n, 12))] as agents
    offset 0
  ) as begun
  cross join lateral (select at1 + bench.delay(n, 21, delays[2]) as at2 offset 0) as second
  cross join lateral (select at2 + bench.delay(n, 22, delays[3]) as at3 offset 0) as third
  cross join lateral (select at3 + bench.delay(n, 23, delays[4]) as at4 offset 0) as fourth
  cross join lateral (select at4 + bench.delay(n, 24, delays[5]) as at5 offset 0) as fifth
`;
