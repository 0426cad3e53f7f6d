import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { HELPDESKS } from "../../app/helpdesks/registry.server.ts";
import { encrypt, newMatchKey } from "../../app/platform/crypto.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { stopQueue } from "../../app/platform/queue.server.ts";
import { connectHelpdesk } from "../../app/sync/connect-helpdesk.server.ts";
import { disconnectHelpdesk } from "../../app/sync/disconnect-helpdesk.server.ts";
import { recompute } from "../../app/sync/recompute.server.ts";
import { runSync, type SyncOutcome } from "../../app/sync/sync-runner.server.ts";
import { readSyncStatus } from "../../app/sync/sync-status.server.ts";
import { generateDataset } from "../sandbox/generator/generate-dataset.ts";
import { type FaultRule, withFaults } from "../sandbox/helpdesks/faults.ts";
import { createGorgiasSimulator } from "../sandbox/helpdesks/gorgias/gorgias-simulator.ts";
import { createZendeskSimulator } from "../sandbox/helpdesks/zendesk/zendesk-simulator.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";
import { setTestEnvironment } from "./test-environment.ts";

setTestEnvironment();
const dataset = generateDataset({ seed: 11, tickets: 220 });
const realFetch = globalThis.fetch;
let opened: TestDatabase;

beforeAll(async () => {
  opened = await openTestDatabase();
});

afterEach(() => {
  globalThis.fetch = realFetch;
});

afterAll(async () => {
  await stopQueue();
  await opened.close();
});

test("both helpdesks are read to the end, and faults on the way change nothing of what is stored", async () => {
  const undisturbed = await syncBoth([]);
  expect(Object.keys(undisturbed.facts).length).toBeGreaterThan(150);
  for (const faults of FAULTS) expect(await syncBoth(faults), JSON.stringify(faults)).toEqual(undisturbed);
});

const FAULTS: FaultRule[][] = [
  [{ fault: { kind: "status", status: 500 }, skip: 4, times: 2 }],
  [{ fault: { kind: "cut-body" }, skip: 9, times: 1 }],
  [{ fault: { kind: "html" }, skip: 13, times: 1 }],
  [{ fault: { kind: "network-error" }, skip: 17, times: 1 }],
  [{ fault: { kind: "repeat-page" }, match: /messages|ticket_events/, skip: 3, times: 1 }],
];

test("a row that cannot be read is set aside and counted, and the rest of its page is stored", async () => {
  const shopId = await createShop();
  route([{ fault: { kind: "bad-row" }, match: /\/api\/tickets\?/, skip: 1, times: 1 }]);
  await connectAndSync(shopId, "gorgias");
  const [status] = (await readSyncStatus(shopId)).helpdesks;
  expect(status).toMatchObject({ phase: "current", setAside: 1, problem: null });
  expect(status?.setAsideReasons[0]?.stream).toBe("tickets");
  expect(await db().ticket.count({ where: { shopId } })).toBeGreaterThan(80);
});

test("revoked credentials pause the connection with a reason; other credentials let it go on where it was", async () => {
  const shopId = await createShop();
  const simulators = route([{ fault: { kind: "revoked" }, skip: 9 }]);
  const { outcome, connectionId } = await connectAndSync(shopId, "gorgias");
  expect(outcome).toMatchObject({ state: "problem", problem: { kind: "unauthorised", needsMerchant: true } });
  const [paused] = (await readSyncStatus(shopId)).helpdesks;
  expect(paused).toMatchObject({ status: "paused", problem: { kind: "unauthorised" } });
  expect(await runSync({ shopId, connectionId }, { budgetSeconds: 5 })).toEqual({ state: "stopped" });
  for (const simulator of simulators) simulator.faults.clear();
  await db().helpdeskConnection.updateMany({ where: { shopId }, data: { status: "active" } });
  expect(await runSync({ shopId, connectionId }, { budgetSeconds: 60 })).toEqual({ state: "caught-up" });
  const [active] = (await readSyncStatus(shopId)).helpdesks;
  expect(active).toMatchObject({ status: "active", phase: "current", problem: null });
});

test("wrong credentials are refused with a reason before anything is stored", async () => {
  const shopId = await createShop();
  route([]);
  const fields = { ...fieldsOf("gorgias"), apiKey: "wrong" };
  expect(await connectHelpdesk(shopId, "gorgias", fields)).toMatchObject({
    ok: false,
    problems: { form: { key: "connect.problem.unauthorised" } },
  });
  const elsewhere = { ...fieldsOf("gorgias"), subdomain: "nobody-here" };
  const refused = await connectHelpdesk(shopId, "gorgias", elsewhere);
  expect(refused).toMatchObject({ ok: false, problems: { subdomain: { key: "connect.problem.wrong-account" } } });
  expect(await db().helpdeskConnection.count({ where: { shopId } })).toBe(0);
});

test("two runs of one connection never write at once", async () => {
  const shopId = await createShop();
  route([]);
  const connectionId = await connect(shopId, "zendesk");
  const scope = { shopId, connectionId };
  const outcomes = await Promise.all([runSync(scope, { budgetSeconds: 60 }), runSync(scope, { budgetSeconds: 60 })]);
  expect(outcomes.map(({ state }) => state).sort()).toEqual(["busy", "caught-up"]);
});

test("disconnecting with its data leaves nothing of the helpdesk, and its figures go", async () => {
  const shopId = await createShop();
  route([]);
  const { connectionId } = await connectAndSync(shopId, "gorgias");
  await recompute(shopId);
  expect(await sumCreated(shopId)).toBeGreaterThan(50);
  await disconnectHelpdesk(shopId, connectionId, { deleteData: true });
  await recompute(shopId);
  expect(await sumCreated(shopId)).toBe(0);
  expect(await db().ticket.count({ where: { shopId } })).toBe(0);
});

async function syncBoth(rules: FaultRule[]) {
  const shopId = await createShop();
  route(rules);
  for (const vendor of ["gorgias", "zendesk"])
    expect(await connectAndSync(shopId, vendor)).toMatchObject({ outcome: { state: "caught-up" } });
  await recompute(shopId);
  return dump(shopId);
}

/** What was stored, by vendor and ticket, without the ids and instants of this run. */
async function dump(shopId: string) {
  const connections = new Map(
    (await db().helpdeskConnection.findMany({ where: { shopId } })).map((row) => [row.connectionId, row.vendor]),
  );
  const byTicket = <Row extends { connectionId: string; ticketId: string }>(rows: Row[]) =>
    Object.fromEntries(
      rows
        .map(
          ({ connectionId, ticketId, ...row }) =>
            [`${connections.get(connectionId)}/${ticketId}`, { ...row, shopId: "", keys: "" }] as const,
        )
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const figures = await db().dailyFigure.findMany({ where: { shopId } });
  return {
    facts: byTicket(
      (await db().ticketFact.findMany({ where: { shopId } })).map((row) => ({
        ...row,
        days: row.days.map(String).sort(),
      })),
    ),
    tickets: byTicket(await db().ticket.findMany({ where: { shopId } })),
    keys: (await db().ticketKey.findMany({ where: { shopId } })).length,
    ratings: byTicket(await db().rating.findMany({ where: { shopId, isCurrent: true } })),
    agents: (await db().agent.findMany({ where: { shopId } })).map(({ name, kind }) => `${name}/${kind}`).sort(),
    figures: figures
      .map(({ shopId: _, connectionId, ...row }) => ({ ...row, vendor: connections.get(connectionId) }))
      .sort(byDay),
  };
}

function byDay(a: { day: Date; vendor?: string | undefined; channel: string; agentId: string }, b: typeof a): number {
  const text = (row: typeof a) => `${row.day.toISOString()}/${row.vendor}/${row.channel}/${row.agentId}`;
  return text(a) < text(b) ? -1 : 1;
}

async function sumCreated(shopId: string): Promise<number> {
  const { _sum } = await db().dailyFigure.aggregate({ where: { shopId }, _sum: { created: true } });
  return _sum.created ?? 0;
}

async function connectAndSync(shopId: string, vendor: string): Promise<{ outcome: SyncOutcome; connectionId: string }> {
  const connectionId = await connect(shopId, vendor);
  return { outcome: await runSync({ shopId, connectionId }, { budgetSeconds: 120 }), connectionId };
}

async function connect(shopId: string, vendor: string): Promise<string> {
  const result = await connectHelpdesk(shopId, vendor, fieldsOf(vendor));
  if (!result.ok) throw new Error(`not connected: ${JSON.stringify(result.problems)}`);
  return result.connectionId;
}

function fieldsOf(vendor: string): Record<string, string> {
  const { subdomain, ...secrets } = simulatorsFor([]).find(({ name }) => name === vendor)?.credentials ?? {};
  const texts = Object.entries(secrets).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
  return { subdomain: subdomain ?? "", ...Object.fromEntries(texts) };
}

function simulatorsFor(rules: FaultRule[]) {
  const clock = () => new Date();
  const options = { seed: "sync", clock };
  return [
    withFaults(
      createGorgiasSimulator(dataset, { clock, limits: { apiKey: { requests: 4_000, windowSeconds: 20 } } }),
      rules,
      options,
    ),
    withFaults(
      createZendeskSimulator(dataset, {
        clock,
        limits: { account: 4_000, "incremental-exports": 4_000, "incremental-exports-cursor": 4_000 },
      }),
      rules,
      options,
    ),
  ];
}

/** Sends what the app asks of helpdesks to simulators with these faults. */
function route(rules: FaultRule[]) {
  const simulators = simulatorsFor(rules);
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const simulator = simulators.find(({ owns }) => owns(new URL(request.url).host));
    if (!simulator) throw new TypeError(`no such host: ${request.url}`);
    return simulator.handle(request);
  };
  return simulators;
}

async function createShop(): Promise<string> {
  const shopId = randomUUID();
  await db().shop.create({
    data: {
      shopId,
      domain: `${shopId}.myshopify.com`,
      name: "Lantern House",
      timeZone: "Europe/Amsterdam",
      currency: "EUR",
      countryCode: "NL",
      scopes: "read_orders",
      matchKey: encrypt(newMatchKey(), `shop/${shopId}/match_key`),
      installedAt: new Date(),
    },
  });
  return shopId;
}

test("every helpdesk on offer can be connected with the fields that its form shows", () => {
  for (const adapter of HELPDESKS) {
    const fields = fieldsOf(adapter.vendor);
    expect(adapter.credentialSchema.safeParse(fields).success, adapter.vendor).toBe(true);
    expect(Object.keys(fields).sort()).toEqual(adapter.credentialFields.map(({ name }) => name).sort());
  }
});
