import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { z } from "zod";
import { applyMigrations } from "../../prisma/migrate.ts";
import { startPostgresServer } from "../database/start-postgres.ts";

const run = promisify(execFile);
const WRITER = fileURLToPath(new URL("export-writer.ts", import.meta.url));
const EMBEDDED = fileURLToPath(new URL("serve-embedded.ts", import.meta.url));
const ROWS = Number(process.env.EXPORT_ROWS ?? 1_000_000);
const DATABASES = (process.env.EXPORT_DATABASES ?? "postgres,embedded").split(",");
/** The embedded database holds all that a statement writes in memory. */
const ROWS_AT_ONCE = 100_000;
const FILES = [
  { kind: "tickets", format: "csv", rows: ROWS },
  { kind: "tickets", format: "json", rows: ROWS },
  { kind: "tickets", format: "xlsx", rows: ROWS },
  { kind: "conversions", format: "csv", rows: Math.floor(ROWS / 10) },
];

const resultSchema = z.object({ seconds: z.number(), megabytes: z.number(), grownMegabytes: z.number() });

/** Rows a second of every kind of file with a row a ticket or order, and how far memory grows, on both databases. */
export async function bench(): Promise<object> {
  const results: Record<string, object> = {};
  for (const database of DATABASES) {
    const { url, stop } = await (database === "postgres" ? startPostgres() : startEmbedded());
    try {
      await applyMigrations(url);
      await fillShop(url, database === "postgres");
      for (const file of FILES) {
        const { seconds, ...rest } = await exportOnce(file, url);
        const name = `${database} ${file.kind} ${file.format}`;
        results[name] = { rows: file.rows, rowsPerSecond: Math.round(file.rows / seconds), ...rest };
        console.log(name, JSON.stringify(results[name]));
      }
    } finally {
      await stop();
    }
  }
  return results;
}

async function exportOnce({ kind, format }: { kind: string; format: string }, url: string) {
  const { stdout } = await run(process.execPath, ["--disable-warning=ExperimentalWarning", WRITER, kind, format], {
    env: { ...process.env, DATABASE_URL: url },
  });
  return resultSchema.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
}

async function startPostgres() {
  const server = await startPostgresServer();
  return { url: `${server.url}/postgres`, stop: server.stop };
}

async function startEmbedded() {
  const child = spawn(process.execPath, [EMBEDDED], { stdio: ["ignore", "pipe", "inherit"] });
  const [address]: unknown[] = await once(child.stdout, "data");
  const stop = async () => {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  };
  return { url: String(address).trim(), stop };
}

const SHOP = "00000000-0000-4000-8000-000000000001";
const HELPDESK = "00000000-0000-4000-8000-00000000000a";

/** Facts of tickets over two years, every tenth of them with a credited order; nothing else of them is exported. */
async function fillShop(url: string, analyses: boolean): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`
    insert into shop (shop_id, domain, name, time_zone, currency, scopes, match_key, installed_at)
    values ('${SHOP}', 'bench.myshopify.com', 'Bench', 'Europe/Amsterdam', 'EUR', '', '', '2024-01-01');
    insert into helpdesk_connection (shop_id, connection_id, vendor, account, name, connected_at)
    values ('${SHOP}', '${HELPDESK}', 'bench', 'bench', 'Bench desk', '2024-01-01');
    insert into agent (shop_id, connection_id, agent_id, name, kind, active)
    select '${SHOP}', '${HELPDESK}', i::text, 'Agent ' || i, 'human', true from generate_series(0, 39) i`);
  for (let from = 0; from < ROWS; from += ROWS_AT_ONCE) {
    await client.query(insertTickets(from, Math.min(from + ROWS_AT_ONCE, ROWS) - 1));
    await client.query(insertOrders(from, Math.min(from + ROWS_AT_ONCE, ROWS) - 1));
  }
  if (analyses) await client.query("vacuum (analyze)");
  await client.end();
}

/** Two years in steps that spread the tickets evenly, in the order of no index but that of their creation. */
function createdAt(number: string): string {
  return `'2024-01-02T00:00:00Z'::timestamptz + make_interval(secs => ${number} * ${(720 * 86_400) / ROWS})`;
}

function insertTickets(from: number, to: number): string {
  return `
    insert into ticket_fact (shop_id, connection_id, ticket_id, channel, created_at, inbound, identifiable, asked_at,
      first_human_reply_at, first_human_reply_agent_id, first_response_seconds, first_reply_at, first_response_any_seconds,
      closed_at, closer_id, resolution_seconds, human_replies_to_close, automated_replies_to_close, reopenings,
      message_count, closings, reopened, days)
    select '${SHOP}', '${HELPDESK}', (i::bigint * 7919 % 10000019)::text, (array['email', 'chat', 'phone'])[i % 3 + 1], at, true,
      i % 10 > 0, at, at + '1 hour', (i % 40)::text, 3600, at + '1 min', 60, at + '1 day', (i % 40)::text, 86400, 2, 1, 0,
      5, array[at + '1 day'], '{}', array[at::date]
    from (select i, date_trunc('milliseconds', ${createdAt("i")}) as at from generate_series(${from}, ${to}) i) as created`;
}

function insertOrders(from: number, to: number): string {
  return `
    with placed as (
      select i, date_trunc('milliseconds', ${createdAt("i")}) + '2 hours' as at from generate_series(${from}, ${to}) i
      where i % 10 = 5
    ), stored as (
      insert into shop_order (shop_id, order_id, name, processed_at, updated_at, test, eligible, currency, gross_minor,
        refunded_minor, net_minor)
      select '${SHOP}', i, '#' || i, at, at, false, true, 'EUR', 4000 + i % 1000, 0, 4000 + i % 1000 from placed
    )
    insert into credit (shop_id, order_id, connection_id, ticket_id, agent_id, matched_by, anchor_at)
    select '${SHOP}', i, '${HELPDESK}', (i::bigint * 7919 % 10000019)::text, (i % 40)::text, 'email', at - interval '2 hours'
    from placed`;
}
