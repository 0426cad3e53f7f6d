import { afterEach, expect, test } from "vitest";
import { HELPDESKS } from "../../app/helpdesks/registry.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { connectHelpdesk } from "../../app/sync/connect-helpdesk.server.ts";
import { disconnectHelpdesk } from "../../app/sync/disconnect-helpdesk.server.ts";
import { recompute } from "../../app/sync/recompute.server.ts";
import { runSync, type SyncOutcome } from "../../app/sync/sync-runner.server.ts";
import { readSyncStatus } from "../../app/sync/sync-status.server.ts";
import { generateDataset } from "../sandbox/generator/generate-dataset.ts";
import { playedHelpdesk } from "../sandbox/helpdesks/played-helpdesks.ts";
import { createShop } from "./helpdesk-world.ts";
import { provideDatabase } from "./provide-database.ts";
import { accountIn, connect, type RoutedAccount, restoreWorld, routeHelpdesks } from "./routed-helpdesks.ts";

provideDatabase();
const dataset = generateDataset({ seed: 11, tickets: 220, helpdesks: ["gorgias", "zendesk"] });

afterEach(restoreWorld);

test("a row that cannot be read is set aside and counted, and the rest of its page is stored", async () => {
  const shopId = await createShop();
  const rules = [{ fault: { kind: "bad-row" as const }, match: /\/api\/messages\?/, skip: 1, times: 1 }];
  await connectAndSync(shopId, accountIn(routeHelpdesks(dataset, { rules }), "gorgias"));
  const [status] = (await readSyncStatus(shopId)).helpdesks;
  expect(status).toMatchObject({ phase: "current", setAside: 1, problem: null });
  expect(status?.setAsideReasons[0]?.stream).toBe("messages");
  expect(await db().ticket.count({ where: { shopId } })).toBeGreaterThan(80);
});

test("revoked credentials pause the connection with a reason; other credentials let it go on where it was", async () => {
  const shopId = await createShop();
  const account = accountIn(routeHelpdesks(dataset, { rules: [{ fault: { kind: "revoked" }, skip: 9 }] }), "gorgias");
  const { outcome, connectionId } = await connectAndSync(shopId, account);
  expect(outcome).toMatchObject({ state: "problem", problem: { kind: "unauthorised", needsMerchant: true } });
  const [paused] = (await readSyncStatus(shopId)).helpdesks;
  expect(paused).toMatchObject({ status: "paused", problem: { kind: "unauthorised" } });
  expect(await runSync({ shopId, connectionId }, { budgetSeconds: 5 })).toEqual({ state: "stopped" });
  account.faults.clear();
  await db().helpdeskConnection.updateMany({ where: { shopId }, data: { status: "active" } });
  expect(await runSync({ shopId, connectionId }, { budgetSeconds: 60 })).toEqual({ state: "caught-up" });
  const [active] = (await readSyncStatus(shopId)).helpdesks;
  expect(active).toMatchObject({ status: "active", phase: "current", problem: null });
});

test("wrong credentials are refused with a reason before anything is stored", async () => {
  const shopId = await createShop();
  const { credentials } = accountIn(routeHelpdesks(dataset), "gorgias");
  const fields = { ...credentials, apiKey: "wrong" };
  expect(await connectHelpdesk(shopId, "gorgias", fields)).toMatchObject({
    ok: false,
    problems: { form: { key: "connect.problem.unauthorised" } },
  });
  const elsewhere = { ...credentials, subdomain: "nobody-here" };
  const refused = await connectHelpdesk(shopId, "gorgias", elsewhere);
  expect(refused).toMatchObject({ ok: false, problems: { subdomain: { key: "connect.problem.wrong-account" } } });
  expect(await db().helpdeskConnection.count({ where: { shopId } })).toBe(0);
});

test("two runs of one connection never write at once", async () => {
  const shopId = await createShop();
  const connectionId = await connect(shopId, accountIn(routeHelpdesks(dataset), "zendesk"));
  const scope = { shopId, connectionId };
  const outcomes = await Promise.all([runSync(scope, { budgetSeconds: 60 }), runSync(scope, { budgetSeconds: 60 })]);
  expect(outcomes.map(({ state }) => state).sort()).toEqual(["busy", "caught-up"]);
});

test("disconnecting with its data leaves nothing of the helpdesk, and its figures go", async () => {
  const shopId = await createShop();
  const { connectionId } = await connectAndSync(shopId, accountIn(routeHelpdesks(dataset), "gorgias"));
  await recompute(shopId);
  expect(await sumCreated(shopId)).toBeGreaterThan(50);
  await disconnectHelpdesk(shopId, connectionId, { deleteData: true });
  await recompute(shopId);
  expect(await sumCreated(shopId)).toBe(0);
  expect(await db().ticket.count({ where: { shopId } })).toBe(0);
});

async function sumCreated(shopId: string): Promise<number> {
  const { _sum } = await db().dailyFigure.aggregate({
    where: { shopId, channel: { not: "" } },
    _sum: { created: true },
  });
  return _sum.created ?? 0;
}

async function connectAndSync(
  shopId: string,
  account: RoutedAccount,
): Promise<{ outcome: SyncOutcome; connectionId: string }> {
  const connectionId = await connect(shopId, account);
  return { outcome: await runSync({ shopId, connectionId }, { budgetSeconds: 120 }), connectionId };
}

test("every helpdesk on offer can be connected with the fields that its form shows", () => {
  for (const adapter of HELPDESKS) {
    const fields = playedHelpdesk(adapter.vendor).play({}, dataset.shop, { clock: () => new Date() }).credentials;
    expect(adapter.credentialSchema.safeParse(fields).success, adapter.vendor).toBe(true);
    expect(Object.keys(fields).sort()).toEqual(adapter.credentialFields.map(({ name }) => name).sort());
  }
});
