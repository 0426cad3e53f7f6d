import { join } from "node:path";
import pg from "pg";
import { startEmbeddedDatabase } from "../../app/platform/embedded-database.server.ts";

/** Tables that hold what the helpdesks and Shopify said and what was concluded from it. */
const TABLES = [
  "agent",
  "ticket",
  "ticket_timeline",
  "ticket_fact",
  "reply_fact",
  "turn_fact",
  "rating",
  "shop_order",
  "credit",
  "assist",
  "daily_figure",
  "daily_order",
  "set_aside_row",
];
/** Tables of things to do, which are empty when everything is done. */
const TO_DO = ["touched_key", "touched_day"];
/** Random for each installation, or the time at which we happened to look. */
const LEFT_OUT = ["shop_id", "connection_id", "first_seen_at", "last_seen_at"];

/** Every business row as text, sorted, by table. Two shops with the same data have equal dumps. */
export type BusinessRows = Record<string, string[]>;

/** Reads the database of an app that has been stopped. */
export async function readBusinessRows(dataDirectory: string): Promise<BusinessRows> {
  const database = await startEmbeddedDatabase(join(dataDirectory, "postgres"));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const dump: BusinessRows = {};
    for (const table of TABLES) dump[table] = await rowsOf(client, table);
    for (const table of TO_DO) dump[table] = await rowsOf(client, table);
    dump.ticket_key = await sharedKeys(client, "ticket_key", "ticket_id");
    dump.order_key = await sharedKeys(client, "order_key", "order_id");
    return dump;
  } finally {
    await client.end();
    await database.close();
  }
}

async function rowsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ row: string }>(
    `select ((to_jsonb(one) - $1::text[]) || jsonb_build_object('vendor', connection.vendor))::text as row
     from ${table} one left join helpdesk_connection connection
       on connection.connection_id::text = to_jsonb(one) ->> 'connection_id'
     order by 1`,
    [LEFT_OUT],
  );
  return rows.map(({ row }) => row);
}

/** Keys are hashes under a random key of the shop: what can be compared is which rows share one. */
async function sharedKeys(client: pg.Client, table: string, column: string): Promise<string[]> {
  const { rows } = await client.query<{ row: string }>(
    `select string_agg(${column}::text, ',' order by ${column}::text) as row from ${table} group by key order by 1`,
  );
  return rows.map(({ row }) => row);
}
