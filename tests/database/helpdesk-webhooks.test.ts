import { createHmac, randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HELPDESKS } from "../../app/helpdesks/registry.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { connectHelpdesk } from "../../app/sync/connect-helpdesk.server.ts";
import { disconnectHelpdesk } from "../../app/sync/disconnect-helpdesk.server.ts";
import { receiveAppWebhook, receiveHelpdeskWebhook } from "../../app/sync/helpdesk-webhook-inbox.server.ts";
import { createShop, type HelpdeskWorld, provideHelpdeskWorld, type SignInVendor } from "./helpdesk-world.ts";

const VENDORS: readonly SignInVendor[] = ["gorgias", "zendesk"];

let world: HelpdeskWorld;
let shopId: string;
provideHelpdeskWorld((fresh) => {
  ({ world, shopId } = fresh);
});

test("a change in a helpdesk arrives as a ticket to read again, together with the job that reads it", async () => {
  for (const vendor of VENDORS) {
    const { scope, account } = await connect(vendor);
    await emptyQueue();
    const ticketId = String(account.addTicket({ customer: { email: "buyer@example.com" } }).id);
    expect(await deliverAll()).toEqual(world.sent.map(() => 200));
    expect(await hintsOf(scope)).toEqual([{ ticketId, reason: "webhook" }]);
    expect(await waitingSyncs(scope)).toBe(1);
    const { lastDeliveryAt, signedAt } = await db().helpdeskWebhook.findFirstOrThrow({ where: scope });
    expect([lastDeliveryAt, signedAt].map((at) => at !== null)).toEqual([true, true]);
    world.sent.length = 0;
  }
});

test("a delivery that comes again changes nothing but the time it was last heard of", async () => {
  const { scope, account } = await connect("zendesk");
  account.addTicket({ customer: { email: "buyer@example.com" } });
  const [first] = world.sent.map(copyOf);
  for (let times = 0; times < 5; times += 1) expect((await deliver(copyOf(first))).status).toBe(200);
  expect(await hintsOf(scope)).toHaveLength(1);
  expect(await waitingSyncs(scope)).toBe(1);
});

test("a wrong token, a foreign address, and one that has ended cannot be told from each other", async () => {
  const { scope, account } = await connect("gorgias");
  account.addTicket({ customer: { email: "buyer@example.com" } });
  const [delivery] = world.sent.map(copyOf);
  const addresses = [
    { token: "A".repeat(43) },
    { token: "" },
    { connectionId: randomUUID() },
    { shopId: await createShop() },
    { shopId: "not-an-id", connectionId: "' or true --" },
  ];
  const answers = [];
  for (const wrong of addresses) answers.push(await deliver(copyOf(delivery), wrong));
  await db().shop.update({ where: { shopId }, data: { uninstalledAt: new Date() } });
  answers.push(await deliver(copyOf(delivery)));
  await db().shop.update({ where: { shopId }, data: { uninstalledAt: null } });
  expect((await deliver(copyOf(delivery))).status).toBe(200);
  await disconnectHelpdesk(shopId, scope.connectionId, { deleteData: false });
  answers.push(await deliver(copyOf(delivery)));
  expect(new Set(await Promise.all(answers.map(async (answer) => `${answer.status} ${await answer.text()}`)))).toEqual(
    new Set(["404 There is nothing at this address.\n"]),
  );
  expect(await hintsOf(scope)).toEqual([]);
});

test("a delivery is believed only with its signature, over the bytes as they are and not long ago", async () => {
  const { scope, account } = await connect("zendesk");
  account.addTicket({ customer: { email: "buyer@example.com" } });
  const [delivery] = world.sent.map(copyOf);
  const text = (await copyOf(delivery).text()).toString();
  const without = copyOf(delivery);
  without.headers.delete("x-zendesk-webhook-signature");
  const spaced = new Request(delivery?.url ?? "", {
    method: "POST",
    headers: new Headers(delivery?.headers),
    body: `${text} `,
  });
  const later = copyOf(delivery);
  later.headers.set("x-zendesk-webhook-signature-timestamp", new Date().toISOString());
  const old = "2020-01-01T00:00:00Z";
  const secret = await secretOf(world, "zendesk");
  const replayed = copyOf(delivery);
  replayed.headers.set("x-zendesk-webhook-signature-timestamp", old);
  replayed.headers.set(
    "x-zendesk-webhook-signature",
    createHmac("sha256", secret)
      .update(old + text)
      .digest("base64"),
  );
  for (const forged of [without, spaced, later, replayed]) expect((await deliver(forged)).status).toBe(401);
  expect(await hintsOf(scope)).toEqual([]);
  expect((await deliver(copyOf(delivery))).status).toBe(200);
});

test("whatever is sent to a helpdesk's address is refused with a reason, and nothing of it is stored", async () => {
  const { scope, account } = await connect("gorgias");
  account.addTicket({ customer: { email: "buyer@example.com" } });
  const [{ url, headers } = new Request("https://nowhere.example")] = world.sent;
  const secret = headers.get("x-deskworth-secret") ?? "";
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constant('{"ticket_id":"1\\u0000"}'),
    fc.constant('{"ticket_id":"7; drop"}'),
  );
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    text.map((content) => new TextEncoder().encode(content)),
  );
  const given = fc.record({
    body: bodies,
    secret: fc.constantFrom(secret, "", "wrong"),
    type: fc.constantFrom("application/json", "text/plain", "multipart/form-data; boundary=x"),
    length: fc.constantFrom(null, "0", "999999999", "-1", "abc"),
  });
  await fc.assert(
    fc.asyncProperty(given, async (sent) => {
      fc.pre(!isDelivery(sent.body));
      const request = new Request(url, {
        ...{ method: "POST", body: Buffer.from(sent.body) },
        headers: {
          ...{ "content-type": sent.type, "x-deskworth-secret": sent.secret },
          ...(sent.length === null ? {} : { "content-length": sent.length }),
        },
      });
      const answer = await deliver(request);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect((await answer.text()).length).toBeGreaterThan(10);
    }),
    { numRuns: 60 },
  );
  expect(await hintsOf(scope)).toEqual([]);
  expect((await db().helpdeskWebhook.findFirstOrThrow({ where: scope })).lastDeliveryAt).toBeNull();
  const tooLong = new Request(url, {
    method: "POST",
    body: Buffer.alloc(1_100_000, 32),
    headers: { "x-deskworth-secret": secret },
  });
  expect((await deliver(tooLong)).status).toBe(413);
  expect((await deliver(new Request(url))).status).toBe(405);
});

test("no body of any shape makes a vendor's reading of it fail, and an id is short and printable", () => {
  for (const { webhooks, vendor } of HELPDESKS) {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const ids = webhooks?.ticketIdsIn(body) ?? [];
        expect(Array.isArray(ids), vendor).toBe(true);
        webhooks?.accountIn?.(body);
      }),
      { numRuns: 200 },
    );
    const delivery = {
      headers: new Headers({ "x-signature": "?" }),
      body: new Uint8Array([0, 255]),
      receivedAt: new Date(),
    };
    expect(webhooks?.verify(delivery, "secret") ?? false, vendor).toBe(false);
  }
});

test("the address that all accounts of an app share belongs to vendors who have one, and to apps that are registered", async () => {
  for (const vendor of ["gorgias", "nobody", "__proto__", undefined]) {
    const request = new Request("https://app.deskworth.test/", { method: "POST", body: "{}" });
    expect((await receiveAppWebhook(request, vendor)).status).toBe(404);
  }
});

async function connect(vendor: SignInVendor) {
  const account = world.play(vendor, "salt-lamp");
  const result = await connectHelpdesk(shopId, vendor, account.credentials);
  if (!result.ok) throw new Error(`not connected: ${JSON.stringify(result.problems)}`);
  return { account, scope: { shopId, connectionId: result.connectionId } };
}

async function deliverAll(): Promise<number[]> {
  const statuses: number[] = [];
  for (const request of world.sent) statuses.push((await deliver(copyOf(request))).status);
  return statuses;
}

/** As the route does, with parts of the address changed. */
function deliver(request: Request, changed: Partial<Record<"shopId" | "connectionId" | "token", string>> = {}) {
  const [shop, connectionId, token] = new URL(request.url).pathname.split("/").slice(3);
  return receiveHelpdeskWebhook(request, { shopId: shop, connectionId, token, ...changed });
}

function copyOf(request: Request | undefined): Request {
  if (!request) throw new Error("the helpdesk sent nothing");
  return request.clone();
}

function isDelivery(bytes: Uint8Array): boolean {
  return /"ticket_id"\s*:\s*("\d*"|\d+|null)/.test(Buffer.from(bytes).toString("utf8"));
}

async function secretOf({ sent }: HelpdeskWorld, vendor: SignInVendor): Promise<string> {
  const id = sent[0]?.headers.get("x-zendesk-webhook-id");
  const answer = await fetch(`https://salt-lamp.${vendor}.com/api/v2/webhooks/${id}/signing_secret`, {
    headers: { authorization: `Basic ${btoa("owner@example.com/token:zendesk-token")}` },
  });
  const { signing_secret } = await answer.json();
  return signing_secret.secret;
}

async function hintsOf(scope: { shopId: string; connectionId: string }) {
  return db().ticketHint.findMany({ where: scope, select: { ticketId: true, reason: true } });
}

async function waitingSyncs({ connectionId }: { connectionId: string }): Promise<number> {
  const [row] = await db().$queryRaw<{ n: number }[]>`
    select count(*)::int as n from pgboss.job where name = 'sync' and data->>'connectionId' = ${connectionId} and state = 'created'`;
  return row?.n ?? 0;
}

async function emptyQueue(): Promise<void> {
  await db().$executeRaw`delete from pgboss.job where name = 'sync'`;
}
