import { expect, test } from "vitest";
import { caller, createFakeClock, datasetWith, idsIn, inside, rowsIn, ZENDESK_ACCOUNT } from "../sample-accounts.ts";
import { createZendeskSimulator } from "./zendesk-simulator.ts";

test("a new ticket has its requester, first comment, metrics and the audit of its creation", async () => {
  const { simulator, get } = account();
  const customer = { name: "Rui Alves", email: "rui@post.example", shopifyCustomerId: 77 };
  const { id, requester_id } = simulator.addTicket({ customer, channel: "web", body: "Which size?" });
  expect((await get(`/api/v2/tickets/${String(id)}`)).body).toMatchObject({
    ticket: { status: "new", via: { channel: "web" } },
  });
  expect(inside(await get(`/api/v2/users/${String(requester_id)}`), "user")).toMatchObject({
    external_id: "77",
    role: "end-user",
  });
  const comments = rowsIn(await get(`/api/v2/tickets/${String(id)}/comments`), "comments");
  expect(comments).toMatchObject([{ body: "Which size?", author_id: requester_id, public: true }]);
  const [audit] = rowsIn(await get(`/api/v2/tickets/${String(id)}/audits`), "audits");
  expect(audit?.events).toContainEqual(expect.objectContaining({ type: "Create", field_name: "status", value: "new" }));
  expect((await get(`/api/v2/tickets/${String(id)}/metrics`)).body).toMatchObject({
    ticket_metric: { replies: 0, reopens: 0 },
  });
});

test("a reply opens a new ticket, solving it is counted, and the customer's answer opens it again", async () => {
  const { simulator, get, clock } = account();
  const id = Number(simulator.addTicket({ customer: { email: "rui@post.example" } }).id);
  clock.advanceSeconds(60);
  simulator.addMessage(id, { by: "agent", agentId: 8001 });
  expect(await statusOf(get, id)).toBe("open");
  simulator.closeTicket(id, { by: "agent", agentId: 8001 });
  expect(await metricOf(get, id)).toMatchObject({ replies: 1, reopens: 0, solved_at: "2026-06-01T12:01:00Z" });
  clock.advanceSeconds(60);
  simulator.addMessage(id, { by: "customer" });
  expect(await statusOf(get, id)).toBe("open");
  expect(await metricOf(get, id)).toMatchObject({ replies: 1, reopens: 1, solved_at: null });
  expect(await statusHistory(get, id)).toEqual(["new>open", "open>solved", "solved>open"]);
});

test("a trigger acts as author -1 by rule, and a closed ticket takes no more comments", async () => {
  const { simulator, get } = account();
  const id = Number(simulator.addTicket({ customer: { email: "rui@post.example" } }).id);
  expect(simulator.addMessage(id, { by: "automation" })).toMatchObject({ author_id: -1, via: { channel: "rule" } });
  simulator.setStatus(id, "closed", { by: "automation" });
  const audits = rowsIn(await get(`/api/v2/tickets/${id}/audits`), "audits");
  expect(audits.at(-1)).toMatchObject({ author_id: -1, via: { channel: "rule" } });
  expect(() => simulator.addMessage(id, { by: "customer" })).toThrow(/closed/);
});

test("a rating that changes keeps its row and its creation time", async () => {
  const { simulator, get, clock } = account();
  const id = Number(simulator.addTicket({ customer: { email: "rui@post.example" } }).id);
  simulator.rate(id, "good");
  clock.advanceSeconds(3600);
  simulator.rate(id, "bad", "Still broken");
  expect(rowsIn(await get("/api/v2/satisfaction_ratings"), "satisfaction_ratings")).toMatchObject([
    { ticket_id: id, score: "bad", created_at: "2026-06-01T12:00:00Z", updated_at: "2026-06-01T13:00:00Z" },
  ]);
  expect(inside(await get(`/api/v2/tickets/${id}`), "ticket").satisfaction_rating).toMatchObject({ score: "bad" });
});

test("merging closes the ticket with the tag and the relation that merges leave", async () => {
  const { simulator, get } = account();
  const [one, other] = [1, 2].map(() => Number(simulator.addTicket({ customer: { email: "rui@post.example" } }).id));
  simulator.mergeTicket(Number(one), Number(other), 8001);
  expect(inside(await get(`/api/v2/tickets/${one}`), "ticket")).toMatchObject({
    status: "closed",
    tags: ["closed_by_merge"],
  });
  const audits = rowsIn(await get(`/api/v2/tickets/${one}/audits`), "audits");
  expect(audits.at(-1)).toMatchObject({ via: { source: { rel: "merge", from: { ticket_id: other } } } });
});

test("a known customer is not made twice", async () => {
  const { simulator, get } = account();
  simulator.addTicket({ customer: { email: "Rui@Post.example" } });
  simulator.addTicket({ customer: { email: "rui@post.example" } });
  expect(idsIn(await get("/api/v2/users?role=end-user"), "users")).toHaveLength(1);
});

function account() {
  const clock = createFakeClock();
  const simulator = createZendeskSimulator(datasetWith({}), { clock });
  return { simulator, clock, get: caller(simulator, ZENDESK_ACCOUNT) };
}

type Get = ReturnType<typeof caller>;

async function statusOf(get: Get, id: number): Promise<unknown> {
  return inside(await get(`/api/v2/tickets/${id}`), "ticket").status;
}

async function metricOf(get: Get, id: number): Promise<unknown> {
  return (await get(`/api/v2/tickets/${id}/metrics`)).body.ticket_metric;
}

async function statusHistory(get: Get, id: number): Promise<string[]> {
  const audits = rowsIn(await get(`/api/v2/tickets/${id}/audits`), "audits");
  return audits.flatMap((audit) =>
    (Array.isArray(audit.events) ? audit.events : [])
      .filter((event) => event.type === "Change" && event.field_name === "status")
      .map((event) => `${event.previous_value}>${event.value}`),
  );
}
