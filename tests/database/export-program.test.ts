import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KPI_IDS } from "../../app/metrics/kpi-book.ts";
import { adoptDatabase, openDatabase } from "../../app/platform/database.server.ts";
import { embeddedAddressFile } from "../../app/platform/embedded-address.server.ts";
import { startEmbeddedDatabase } from "../../app/platform/embedded-database.server.ts";
import { applyMigrations } from "../../prisma/migrate.ts";
import { exampleOrder, exampleShop, exampleTicket } from "../oracle/example-shop.ts";
import { recompute } from "../oracle/recompute.ts";
import { saveOrders, saveShop, saveTickets } from "../oracle/save-model.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

const PROGRAM = fileURLToPath(new URL("../../app/exports/export.server.ts", import.meta.url));
const MARCH = ["--from", "2026-03-01", "--to", "2026-03-31"];

let opened: TestDatabase;
let domain: string;
let folder: string;
beforeAll(async () => {
  opened = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "deskworth-export-"));
  domain = await saveExample();
});
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

test("KPIs go out by their ids, with periods, parts and comparison as they are asked for", async () => {
  const more = ["--grain", "week", "--by", "channel", "--compare", "year", "--format", "json"];
  const { code, stdout } = await run(["kpis", "--shop", domain, ...MARCH, ...more]);
  const found = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(Object.keys(found.figures)).toEqual(KPI_IDS);
  expect(found).toMatchObject({ shop: domain, currency: "EUR", timeZone: "Europe/Berlin", from: "2026-03-01" });
  expect(found.figures.tickets_created).toEqual({
    ...{ value: 2, n: null, mean: null, median: null, p90: null, interval: null, immature: null, unknown: null },
  });
  expect(found.figures.conversion_rate).toMatchObject({ value: 0.5, n: 2 });
  expect(found.figures.attributed_revenue_net.value).toBe(1500);
  expect(found.figures.first_response_seconds).toMatchObject({ median: 60, mean: 60, p90: 60, n: 2 });
  expect(found.figures.nps).toMatchObject({ value: null, n: 0, unknown: "no-recommendation" });
  expect(found.compared).toMatchObject({ from: "2025-03-01", to: "2025-03-31" });
  expect(found.periods.map(({ from }: { from: string }) => from)).toEqual([
    "2026-03-01",
    "2026-03-02",
    "2026-03-09",
    "2026-03-16",
    "2026-03-23",
    "2026-03-30",
  ]);
  expect(found.parts.map(({ key }: { key: string }) => key)).toEqual(["email", "chat"]);
});

test("a filter narrows what goes out, and a file has one line for each ticket", async () => {
  const out = join(folder, "tickets.csv");
  const { code, stdout } = await run([
    "tickets",
    "--shop",
    domain,
    ...MARCH,
    "--channel",
    "chat",
    "--format",
    "csv",
    "--out",
    out,
  ]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  const rows: Record<string, string>[] = parse(await readFile(out), { bom: true, columns: true });
  expect(rows).toMatchObject([
    {
      ...{ helpdesk: "Aspen", ticket_id: "2", channel: "chat", ticket_created_at: "2026-03-20T11:00:00+01:00" },
      ...{ first_human_reply_agent: "Ada", first_response_seconds: "60", closed_at: "", resolution_seconds: "" },
    },
  ]);
  expect(await readdir(folder)).toEqual(["tickets.csv"]);
});

test.each([
  [["kpis", "--format", "json"], 2, /^--shop: expected .*\n$/],
  [["kpis", "--shop", "nobody.example", ...MARCH, "--format", "json"], 1, /^There is no shop nobody.example .*\n$/],
  [["tickets", "--shop", "the shop", ...MARCH, "--format", "csv", "--kpi", "support_cost"], 2, /^--kpi: .*\n$/],
])("what cannot be done (%j) ends with code %i and one line that says why", async (argv, code, message) => {
  const ended = await run(argv.map((argument) => (argument === "the shop" ? domain : argument)));
  expect(ended.code).toBe(code);
  expect(ended.stderr).toMatch(message);
  expect(ended.stdout).toBe("");
});

test("the embedded database is read where the app serves it, and served by the program itself where nobody does", async () => {
  const directory = join(folder, "postgres");
  const embedded = await startEmbeddedDatabase(directory);
  await applyMigrations(embedded.url);
  const database = openDatabase(embedded.url);
  adoptDatabase(database);
  const shop = await saveExample();
  const argv = ["conversions", "--shop", shop, ...MARCH, "--format", "json"];
  const alone = { DATABASE_URL: undefined, DATA_DIRECTORY: folder };
  const holder = await claimedBy(directory, embedded.url);
  const beside = await run(argv, alone);
  await holder();
  await database.close();
  await embedded.close();
  adoptDatabase(opened.database);
  const itself = await run(argv, alone);
  expect(JSON.parse(beside.stdout).rows).toMatchObject([{ order_id: "41", net: 1500, agent: "Ada" }]);
  expect(itself.stdout).toBe(beside.stdout);
});

/** The folder is in use, as by the app, until the returned function ends that. */
async function claimedBy(directory: string, url: string): Promise<() => Promise<void>> {
  await writeFile(embeddedAddressFile(folder), url);
  const script = `const { claimDirectory } = await import(${JSON.stringify(LOCK)}); await claimDirectory(${JSON.stringify(directory)}); process.send("claimed"); setInterval(() => {}, 1000)`;
  const path = join(folder, "holder.mjs");
  await writeFile(path, script);
  const child = fork(path);
  await once(child, "message");
  return async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  };
}

const LOCK = new URL("../../app/platform/directory-lock.server.ts", import.meta.url).href;

/** Two answered tickets, the first of them credited with an order that was refunded in part. @returns the shop's domain */
async function saveExample(): Promise<string> {
  const tickets = [
    exampleTicket("1", "2026-03-01T10:00:00Z"),
    exampleTicket("2", "2026-03-20T10:00:00Z", { channel: "chat", keys: ["e:nora"] }),
  ];
  const orders = [exampleOrder("41", "2026-03-02T11:30:00Z", { refundedMinor: 500 })];
  const saved = await saveShop(exampleShop({ tickets, orders }));
  await saveTickets(saved, tickets);
  await saveOrders(saved, orders);
  await recompute(saved, 50);
  return `${saved.shopId}.example`;
}

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function run(argv: readonly string[], variables: Record<string, string | undefined> = {}): Promise<Ended> {
  const env = { ...process.env, DATABASE_URL: opened.url, ...variables };
  const options = ["--disable-warning=ExperimentalWarning", PROGRAM, ...argv];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, options, { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
