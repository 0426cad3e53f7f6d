import { expect, test } from "vitest";
import type { ShopFile } from "../../dataset/dataset.ts";
import { fastestOf } from "../fastest-of.ts";
import { basic, caller, createFakeClock, rowsIn } from "../sample-accounts.ts";
import { messageIdOf, reamazeAgentIdOf } from "./reamaze-shapes.ts";
import { createReamazeSimulator, type ReamazeOptions } from "./reamaze-simulator.ts";

const SHOP: ShopFile = {
  ...{ domain: "moss-and-fern.myshopify.com", name: "Moss & Fern", ianaTimezone: "Europe/Lisbon" },
  ...{ currencyCode: "EUR", email: "owner@mossandfern.example", countryCode: "PT" },
};
const ACCOUNT = {
  origin: "https://moss-and-fern.reamaze.io",
  authorization: basic("owner@example.com", "reamaze-key"),
};
const JSON_PLEASE = { headers: { accept: "application/json" } };

test("another brand is a page that says so, wrong credentials and a user without rights are refused", async () => {
  const { simulator, get } = account();
  const elsewhere = caller(simulator, { ...ACCOUNT, origin: "https://nobody.reamaze.io" });
  expect(await elsewhere("/api/v1/staff", JSON_PLEASE)).toMatchObject({ status: 404, body: {} });
  const stranger = caller(simulator, { ...ACCOUNT, authorization: basic("owner@example.com", "other") });
  expect((await stranger("/api/v1/staff", JSON_PLEASE)).status).toBe(401);
  simulator.setRole("agent");
  expect((await get("/api/v1/staff")).status).toBe(403);
  expect((await get("/api/v1/conversations")).status).toBe(200);
  simulator.revokeAccess();
  expect((await get("/api/v1/conversations")).status).toBe(401);
});

test("unknown paths are not there, and without asking for JSON one gets none", async () => {
  const { simulator, get } = account();
  expect((await get("/api/v1/reports/volume")).status).toBe(404);
  expect((await get("/api/v1/conversations/nothing")).status).toBe(404);
  const plain = caller(simulator, ACCOUNT);
  expect((await plain("/api/v1/staff", { headers: { accept: "text/html" } })).status).toBe(406);
  expect((await plain("/api/v1/staff.json", { headers: { accept: "text/html" } })).status).toBe(200);
});

test("a little over sixty requests a minute are granted, evenly, and nothing tells how many are left", async () => {
  const { simulator, get, clock } = account();
  let granted = 0;
  while ((await get("/api/v1/staff")).status === 200) granted += 1;
  expect(granted).toBe(62);
  const refused = await get("/api/v1/staff");
  expect(refused.headers.get("retry-after")).toBe("1");
  expect([...refused.headers.keys()].filter((name) => name.includes("limit"))).toEqual([]);
  clock.advanceSeconds(1);
  expect((await get("/api/v1/staff")).status).toBe(200);
  expect(simulator.requests.rejected).toBe(2);
});

test("thirty a page, newest first; archived ones are left out unless the client wants all", async () => {
  const { get } = account(conversations(65));
  const first = await get("/api/v1/conversations?filter=all");
  expect(first.body).toMatchObject({ page_size: 30, page_count: 3, total_count: 65 });
  expect(slugsIn(first).slice(0, 2)).toEqual(["c-64", "c-63"]);
  expect(slugsIn(await get("/api/v1/conversations?filter=all&page=3"))).toEqual(["c-4", "c-3", "c-2", "c-1", "c-0"]);
  expect(slugsIn(await get("/api/v1/conversations?filter=all&page=4"))).toEqual([]);
  expect((await get("/api/v1/conversations")).body.total_count).toBe(60);
  expect((await get("/api/v1/conversations?filter=archived")).body.total_count).toBe(5);
});

test("any change moves a conversation to the top of the list by change, and nothing in the row tells when", async () => {
  const { simulator, get, clock } = account(conversations(5));
  expect(slugsIn(await get("/api/v1/conversations?filter=all&sort=changed"))[0]).toBe("c-4");
  clock.advanceSeconds(60);
  simulator.closeTicket("c-1", { by: "automation" });
  simulator.touch("c-3");
  const list = await get("/api/v1/conversations?filter=all&sort=changed");
  expect(slugsIn(list).slice(0, 3)).toEqual(["c-3", "c-1", "c-4"]);
  expect(rowsIn(list, "conversations")[1]).toMatchObject({ status: 6 });
  expect(rowsIn(list, "conversations").some((row) => "updated_at" in row)).toBe(false);
  const telling = account(conversations(5), { tellsChanges: true });
  expect(rowsIn(await telling.get("/api/v1/conversations"), "conversations")[0]).toHaveProperty("updated_at");
});

test("counts of messages leave out those with which conversations began, the lists do not", async () => {
  const { simulator, get } = account();
  for (const subject of ["Mug", "Pot"]) simulator.addTicket({ subject, customer: { email: "rui@post.example" } });
  simulator.addMessage("mug-0", { by: "agent" });
  const all = await get("/api/v1/messages");
  expect(all.body).toMatchObject({ total_count: 1, page_count: 1 });
  expect(rowsIn(all, "messages")).toHaveLength(3);
  const own = await get("/api/v1/conversations/mug-0/messages");
  expect(rowsIn(own, "messages").map((row) => row.visibility)).toEqual([0, 0]);
  expect(own.body.total_count).toBe(1);
});

test("dates filter messages by creation, conversations by the customer's latest message, days by the account's zone", async () => {
  // 23:30 of the day before in UTC is half past midnight in Lisbon.
  const { simulator, get, clock } = account({}, {}, "2026-05-31T23:30:00Z");
  simulator.addTicket({ subject: "Mug", customer: { email: "rui@post.example" } });
  clock.advanceSeconds(86_400);
  simulator.addMessage("mug-0", { by: "agent" });
  expect(rowsIn(await get("/api/v1/messages?start_date=2026-06-01"), "messages")).toHaveLength(2);
  expect(rowsIn(await get("/api/v1/messages?start_date=2026-06-02"), "messages")).toHaveLength(1);
  expect(rowsIn(await get("/api/v1/messages?end_date=2026-05-31"), "messages")).toHaveLength(0);
  expect((await get("/api/v1/conversations?filter=all&start_date=2026-06-02")).body.total_count).toBe(0);
  expect((await get("/api/v1/conversations?filter=all&start_date=2026-06-01")).body.total_count).toBe(1);
  expect((await get("/api/v1/messages?start_date=soon")).status).toBe(422);
});

test("a customer's answer opens a conversation, an agent's makes it responded, a deleted one is gone with its messages", async () => {
  const { simulator, get, clock } = account({ staff: [{ name: "Inês", email: "ines@mossandfern.example" }] });
  const agentId = reamazeAgentIdOf("ines@mossandfern.example");
  const { id } = simulator.addTicket({ subject: "Mug", customer: { name: "Rui", email: "rui@post.example" } });
  const reply = simulator.addMessage(String(id), { by: "agent", agentId });
  expect(reply).toMatchObject({ id: messageIdOf(reply), user: { name: "Inês", "staff?": true }, visibility: 0 });
  expect((await get(`/api/v1/conversations/${id}`)).body.status).toBe(1);
  simulator.closeTicket(String(id), { by: "agent", agentId });
  expect((await get(`/api/v1/conversations/${id}`)).body.status).toBe(2);
  clock.advanceSeconds(5);
  simulator.addMessage(String(id), { by: "customer" });
  expect((await get(`/api/v1/conversations/${id}`)).body).toMatchObject({ status: 0 });
  simulator.deleteTicket(String(id));
  expect((await get(`/api/v1/conversations/${id}`)).status).toBe(404);
  expect(rowsIn(await get("/api/v1/messages"), "messages")).toEqual([]);
  expect(() => simulator.rate("mug-0", 5)).toThrow();
});

test("what happens is told to the addresses that somebody has entered, unsigned, and to no other", async () => {
  const sent: Request[] = [];
  const { simulator } = account(
    {},
    {
      send: async (request) => {
        sent.push(request);
        return new Response();
      },
    },
  );
  simulator.addTicket({ subject: "Pot", customer: {} });
  expect(sent).toEqual([]);
  simulator.addWebhook("https://app.example/webhooks/secret");
  simulator.closeTicket("pot-0", { by: "agent" });
  expect(sent.map(({ url }) => url)).toEqual(["https://app.example/webhooks/secret"]);
  expect(await sent[0]?.json()).toEqual({ event: "conversation.updated", conversation: { slug: "pot-0" } });
});

test("a page of a hundred thousand conversations looks at no others", async () => {
  const few = account(conversations(1_000), { limits: "roomy" });
  const all = account(conversations(100_000), { limits: "roomy" });
  const costOf = ({ get }: typeof few, page: number) =>
    fastestOf(20, () => get(`/api/v1/conversations?filter=all&sort=changed&page=${page}`));
  const ofFew = await costOf(few, 16);
  for (const page of [16, 1_600, 3_200]) expect(await costOf(all, page)).toBeLessThan(5 * ofFew);
});

function account(files = {}, options: Partial<ReamazeOptions> = {}, start?: string) {
  const clock = createFakeClock(start);
  const simulator = createReamazeSimulator({ ...files }, SHOP, { clock, ...options });
  const ask = caller(simulator, ACCOUNT);
  return { simulator, clock, get: (path: string) => ask(path, JSON_PLEASE) };
}

/** Every thirteenth is archived. */
function conversations(count: number) {
  const start = Date.parse("2026-05-01T00:00:00Z");
  const rows = Array.from({ length: count }, (_, index) => {
    const at = new Date(start + index * 1000).toISOString();
    return { slug: `c-${index}`, status: index % 13 === 0 ? 4 : 0, created_at: at, updated_at: at };
  });
  return { conversations: rows };
}

function slugsIn(answer: Awaited<ReturnType<ReturnType<typeof caller>>>): unknown[] {
  return rowsIn(answer, "conversations").map((row) => row.slug);
}
