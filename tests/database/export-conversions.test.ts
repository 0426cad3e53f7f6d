import { afterAll, beforeAll, expect, test } from "vitest";
import { CONVERSION_COLUMNS, type ExportWords, PLAIN_WORDS } from "../../app/exports/export-table.ts";
import { streamExport } from "../../app/exports/stream-export.server.ts";
import { listCreditedOrders } from "../../app/metrics/conversion-queries.server.ts";
import { NO_FILTER } from "../../app/metrics/figure-filter.ts";
import type { KpiScope } from "../../app/metrics/kpi-report.ts";
import { parsePeriod } from "../../app/metrics/period.ts";
import { db } from "../../app/platform/database.server.ts";
import { exampleOrder, exampleShop, exampleTicket, message } from "../oracle/example-shop.ts";
import type { ModelShop } from "../oracle/model.ts";
import { recompute } from "../oracle/recompute.ts";
import { type SavedShop, saveOrders, saveShop, saveTickets } from "../oracle/save-model.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

const MARCH = parsePeriod(new URLSearchParams({ from: "2026-03-01", to: "2026-03-31" }), {
  now: new Date("2026-06-01"),
  timeZone: "Asia/Kathmandu",
}).period;

test("the file has a byte order mark, headings, and a line for each credited order, newest first", async () => {
  const asked = "2026-03-01T10:00:00Z";
  const tickets = [
    exampleTicket("a,1", asked),
    exampleTicket("2", "2026-03-20T10:00:00Z", {
      channel: "chat",
      messages: [message("customer", "2026-03-20T10:00:00Z"), message("automation", "2026-03-20T10:00:00Z")],
    }),
    exampleTicket("3", "2026-04-20T10:00:00Z"),
  ];
  const orders = [
    exampleOrder("41", "2026-03-02T11:30:00Z", { refundedMinor: 500 }),
    exampleOrder("42", "2026-03-21T10:00:36Z"),
    exampleOrder("43", "2026-04-21T10:00:00Z"),
  ];
  const saved = await savedAndComputed(exampleShop({ timeZone: "Asia/Kathmandu", tickets, orders }));
  await db().agent.updateMany({ where: { shopId: saved.shopId }, data: { name: '=HYPERLINK("x","y")' } });
  const text = await textOf(await creditsOf(saved));
  expect(text).toBe(
    [
      `\ufeff${CONVERSION_COLUMNS.map((column) => `the ${column}`).join(",")}`,
      "42,#42,2026-03-21T15:45:36+05:45,Aspen,2,2026-03-20T15:45:00+05:45,chat,Nobody,email,24.01,EUR,2000,0,2000",
      '41,#41,2026-03-02T17:15:00+05:45,Aspen,"a,1",2026-03-01T15:45:00+05:45,email,"\'=HYPERLINK(""x"",""y"")",email,25.50,EUR,2000,500,1500',
      "",
    ].join("\r\n"),
  );
});

test("a file of several pages holds every order once, and its net column adds up to the figure", async () => {
  const rows = 10_001;
  const saved = await savedAndComputed(exampleShop({ tickets: [exampleTicket("1", "2026-03-01T10:00:00Z")] }));
  await insertCreditedOrders(saved, rows);
  await recompute(saved, 10);
  const lines = (await textOf(await creditsOf(saved))).split("\r\n").slice(1, -1);
  const ids = lines.map((line) => line.slice(0, line.indexOf(",")));
  expect(ids).toHaveLength(rows);
  expect(new Set(ids).size).toBe(rows);
  const { total } = await listCreditedOrders(scopeOf(saved), MARCH, { after: null, limit: 1 });
  expect(total).toBe(rows);
  expect(lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(",") + 1)), 0)).toBe(rows * 100);
});

test("a failure on the way breaks the file off instead of ending it", async () => {
  const saved = await savedAndComputed(exampleShop({ tickets: [exampleTicket("1", "2026-03-01T10:00:00Z")] }));
  await insertCreditedOrders(saved, 15_001);
  await recompute(saved, 10);
  const reader = await creditsOf(saved);
  await reader.next();
  await db().$executeRaw`alter table credit rename to credit_elsewhere`;
  try {
    await expect(textOf(reader)).rejects.toThrow();
  } finally {
    await db().$executeRaw`alter table credit_elsewhere rename to credit`;
  }
});

test("a receiver that goes away stops the reading", async () => {
  const saved = await savedAndComputed(exampleShop({ tickets: [exampleTicket("1", "2026-03-01T10:00:00Z")] }));
  const reader = await creditsOf(saved);
  await reader.next();
  await reader.return(undefined);
  expect((await reader.next()).done).toBe(true);
});

test.each(["", "nonsense", "12", "1-2-3", "-1-1", "99999999999999999999-1", "1-99999999999999999999"])(
  "a position that is none (%j) gives the first page",
  async (after) => {
    const saved = await savedAndComputed(
      exampleShop({
        tickets: [exampleTicket("1", "2026-03-01T10:00:00Z")],
        orders: [exampleOrder("1", "2026-03-02T10:00:00Z")],
      }),
    );
    const page = await listCreditedOrders(scopeOf(saved), MARCH, { after, limit: 5 });
    expect(page.orders.map((order) => order.orderId)).toEqual(["1"]);
    expect(page.next).toBeNull();
  },
);

const WORDS: ExportWords = { ...PLAIN_WORDS, column: (id) => `the ${id}`, nobody: () => "Nobody" };

function creditsOf(saved: SavedShop): Promise<AsyncGenerator<Uint8Array>> {
  const request = { kind: "conversions", format: "csv", shop: "model.example", period: MARCH } as const;
  const rest = { scope: scopeOf(saved), comparison: null, grain: null, by: null } as const;
  return streamExport({ ...request, ...rest, kpi: "attributed_orders", part: "all" }, WORDS);
}

function scopeOf({ shopId }: SavedShop): KpiScope {
  return { shopId, filter: NO_FILTER, clock: "calendar" };
}

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const piece of pieces) chunks.push(piece);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.concat(chunks));
}

async function savedAndComputed(model: ModelShop): Promise<SavedShop> {
  const saved = await saveShop(model);
  await saveTickets(saved, model.tickets);
  await saveOrders(saved, model.orders);
  await recompute(saved);
  return saved;
}

/** Many orders of the example's customer, several of them at each instant, all within the window. */
async function insertCreditedOrders({ shopId }: SavedShop, count: number): Promise<void> {
  await db().$executeRaw`
    insert into shop_order (shop_id, order_id, name, processed_at, updated_at, test, eligible, currency, gross_minor,
                            refunded_minor, net_minor)
    select ${shopId}::uuid, i, '#' || i, at, at, false, true, 'EUR', 100, 0, 100
    from (select i, '2026-03-02T00:00:00Z'::timestamptz + make_interval(secs => i / 7) as at
          from generate_series(1, ${count}::int) as i) as placed`;
  await db().$executeRaw`
    insert into order_key (shop_id, key, order_id)
    select ${shopId}::uuid, 'e:mira', i from generate_series(1, ${count}::int) as i`;
  await db().touchedKey.create({ data: { shopId, key: "e:mira" } });
  await db().touchedDay.create({ data: { shopId, day: new Date("2026-03-02") } });
}
