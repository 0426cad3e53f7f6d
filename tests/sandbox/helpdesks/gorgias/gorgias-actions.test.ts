import { expect, test } from "vitest";
import { caller, createFakeClock, datasetWith, GORGIAS_ACCOUNT, inside, rowsIn } from "../sample-accounts.ts";
import { createGorgiasSimulator } from "./gorgias-simulator.ts";

test("a new ticket is listed with its customer, and its message and its event can be read", async () => {
  const { simulator, get } = account();
  const customer = { name: "Rui Alves", email: "rui@post.example", phone: "+351210000000", shopifyCustomerId: 77 };
  const ticket = simulator.addTicket({ customer, tags: ["exchange"], body: "Which size?" });
  expect(rowsIn(await get("/api/tickets"))).toMatchObject([{ id: ticket.id, status: "open", messages_count: 1 }]);
  const detail = await get(`/api/tickets/${String(ticket.id)}`);
  expect(detail.body).toMatchObject({
    tags: [{ name: "exchange" }],
    messages: [{ body_text: "Which size?", from_agent: false }],
  });
  expect(inside(detail, "customer").channels).toMatchObject([
    { type: "email", address: "rui@post.example" },
    { type: "phone", address: "+351210000000" },
  ]);
  expect(JSON.stringify(inside(detail, "customer").integrations)).toContain("gid://shopify/Customer/77");
  expect(await eventTypes(get)).toEqual(["ticket-created", "ticket-message-created"]);
});

test("closing and a customer's answer leave their times and events; the answer opens the ticket again", async () => {
  const { simulator, get, clock } = account();
  const { id } = simulator.addTicket({ customer: { email: "rui@post.example" } });
  clock.advanceSeconds(60);
  simulator.addMessage(Number(id), { by: "agent", agentId: 8, body: "Size M" });
  simulator.closeTicket(Number(id), { by: "agent", agentId: 8 });
  const closed = await get(`/api/tickets/${String(id)}`);
  expect(closed.body).toMatchObject({ status: "closed", closed_datetime: "2026-06-01T12:01:00.000000+00:00" });
  clock.advanceSeconds(60);
  simulator.addMessage(Number(id), { by: "customer" });
  const reopened = await get(`/api/tickets/${String(id)}`);
  expect(reopened.body).toMatchObject({
    status: "open",
    closed_datetime: null,
    updated_datetime: "2026-06-01T12:02:00.000000+00:00",
  });
  expect((await eventTypes(get)).slice(2)).toEqual([
    "ticket-message-created",
    "ticket-closed",
    "ticket-message-created",
    "ticket-reopened",
  ]);
});

test("notes and automatic replies are told apart from an agent's reply", () => {
  const { simulator } = account();
  const { id } = simulator.addTicket({ customer: { email: "rui@post.example" } });
  expect(simulator.addMessage(Number(id), { by: "note", agentId: 8 })).toMatchObject({
    public: false,
    channel: "internal-note",
  });
  expect(simulator.addMessage(Number(id), { by: "automation" })).toMatchObject({
    via: "rule",
    rule_id: 7001,
    from_agent: true,
  });
  expect(simulator.addMessage(Number(id), { by: "agent", agentId: 8 })).toMatchObject({
    ...{ via: "helpdesk", rule_id: null },
    sender: { id: 8, name: "Inês" },
  });
});

test("rating twice keeps one survey and the later score", async () => {
  const { simulator, get } = account();
  const { id } = simulator.addTicket({ customer: { email: "rui@post.example" } });
  simulator.rate(Number(id), 2);
  simulator.rate(Number(id), 5, "Sorted");
  expect(rowsIn(await get("/api/satisfaction-surveys"))).toMatchObject([
    { ticket_id: id, score: 5, body_text: "Sorted" },
  ]);
  expect(() => simulator.rate(Number(id), "good")).toThrow();
});

test("a trashed ticket stays listed with its time; a deleted one is gone with its messages", async () => {
  const { simulator, get } = account();
  const kept = simulator.addTicket({ customer: { email: "rui@post.example" } });
  const gone = simulator.addTicket({ customer: { email: "ana@post.example" } });
  simulator.trashTicket(Number(kept.id));
  simulator.deleteTicket(Number(gone.id));
  expect(rowsIn(await get("/api/tickets"))).toMatchObject([{ id: kept.id, trashed_datetime: expect.any(String) }]);
  expect((await get(`/api/tickets/${String(gone.id)}`)).status).toBe(404);
  expect(rowsIn(await get(`/api/messages?ticket_id=${String(gone.id)}`))).toEqual([]);
});

function account() {
  const clock = createFakeClock();
  const users = [{ id: 8, name: "Inês", email: "ines@mossandfern.example", role: { name: "agent" } }];
  const simulator = createGorgiasSimulator(datasetWith({ gorgias: { users } }), { clock });
  return { simulator, clock, get: caller(simulator, GORGIAS_ACCOUNT) };
}

async function eventTypes(get: ReturnType<typeof caller>): Promise<unknown[]> {
  const answer = await get("/api/events?order_by=created_datetime:asc");
  return rowsIn(answer).map((event) => event.type);
}
