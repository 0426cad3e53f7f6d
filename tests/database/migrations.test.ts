import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { applyMigrations, diffSchemas } from "../../prisma/migrate.ts";
import { openTestDatabase } from "./test-database.ts";

test("migrating twice changes nothing, and every table that holds a shop's rows has shop_id first in its key", async () => {
  const opened = await openTestDatabase();
  expect(await applyMigrations(opened.url)).toEqual([]);
  const keys = await opened.database.prisma.$queryRaw<{ table: string; first: string }[]>`
    select c.relname as "table", a.attname as "first"
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where c.relnamespace = 'public'::regnamespace and i.indisprimary and c.relname not in ('session', 'request_gate', '_prisma_migrations')`;
  expect(keys.length).toBeGreaterThan(15);
  for (const key of keys) expect(["shop_id", "shop_domain"], key.table).toContain(key.first);
  await opened.close();
});

test("the newest migration leads to exactly the schema that the client is generated from", async () => {
  const folders = (await readdir("prisma/migrations", { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const newest = folders
    .map((folder) => folder.name)
    .sort()
    .at(-1);
  const snapshot = await readFile(`prisma/migrations/${newest}/schema.prisma`, "utf8");
  const schema = await readFile("prisma/schema.prisma", "utf8");
  expect(await diffSchemas(snapshot, schema)).toMatch(/This is an empty migration/);
});

test("no table keeps statistics of which shops it has seen, so a new shop's rows are found by their keys", async () => {
  const opened = await openTestDatabase();
  const columns = await opened.database.prisma.$queryRaw<{ column: string; target: number }[]>`
    select c.relname || '.' || a.attname as "column", a.attstattarget::int as target
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname in ('shop_id', 'connection_id')`;
  expect(columns.length).toBeGreaterThan(25);
  expect(columns.filter(({ target }) => target !== 0)).toEqual([]);
  await opened.close();
});
