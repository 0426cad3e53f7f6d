import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import type { JsonObject } from "../../simulator.ts";
import { ACCOUNT, conversation, fieldOf, openSample, rowsOf } from "./chatwoot-sample.ts";

test("a new conversation stands at the top of both orders, with its contact and first message", async () => {
  const { simulator, ask } = openSample({ conversations: [conversation(1)] });
  const customer = { email: "lena@wool.example", phone: "+31612345678", shopifyCustomerId: 77 };
  const { id } = simulator.addTicket({ customer, tags: ["yarn"], assigneeId: 41 });
  for (const order of ["created_at_desc", "last_activity_at_desc"]) {
    const [first] = rowsOf(await ask(`${ACCOUNT}/conversations?status=all&sort_by=${order}`));
    expect(first).toMatchObject({
      id,
      labels: ["yarn"],
      meta: { sender: { email: "lena@wool.example", identifier: "77" } },
    });
  }
  expect(rowsOf(await ask(`${ACCOUNT}/conversations/${id}/messages`))).toMatchObject([
    { message_type: 0, sender: { type: "contact" } },
  ]);
});

test("whoever closes, the event is in the assignee's name and only the line names the actor", async () => {
  const { simulator, ask, clock } = openSample();
  const id = Number(simulator.addTicket({ customer: {}, assigneeId: 41 }).id);
  clock.advanceSeconds(60);
  simulator.closeTicket(id, { by: "automation" });
  expect(rowsOf(await ask(`${ACCOUNT}/conversations/${id}/reporting_events`))).toMatchObject([
    { name: "conversation_resolved", user_id: 41 },
  ]);
  const lines = rowsOf(await ask(`${ACCOUNT}/conversations/${id}/messages`)).filter((row) => row.message_type === 2);
  expect(lines.map((row) => row.content)).toEqual(["Conversation was marked resolved by Automation System"]);
  simulator.closeTicket(id, { by: "agent" });
  expect(rowsOf(await ask(`${ACCOUNT}/conversations/${id}/reporting_events`)).length).toBe(1);
});

test("a customer's message opens a resolved conversation, an agent's does not", async () => {
  const { simulator, ask } = openSample();
  const id = Number(simulator.addTicket({ customer: {} }).id);
  const status = async () => fieldOf((await ask(`${ACCOUNT}/conversations/${id}`)).json, "status");
  simulator.closeTicket(id, { by: "agent", agentId: 41 });
  simulator.addMessage(id, { by: "agent", agentId: 41 });
  expect(await status()).toBe("resolved");
  simulator.addMessage(id, { by: "customer" });
  expect(await status()).toBe("open");
});

test("a message that fails later changes the conversation without moving it in any order by activity", async () => {
  const { simulator, ask, clock } = openSample();
  const id = Number(simulator.addTicket({ customer: {} }).id);
  const reply = simulator.addMessage(id, { by: "agent", agentId: 41 });
  const before = (await ask(`${ACCOUNT}/conversations/${id}`)).json;
  clock.advanceSeconds(3_600);
  simulator.failMessage(String(reply.id));
  const after = (await ask(`${ACCOUNT}/conversations/${id}`)).json;
  expect(fieldOf(after, "last_activity_at")).toBe(fieldOf(before, "last_activity_at"));
  expect(Number(fieldOf(after, "updated_at")) - Number(fieldOf(before, "updated_at"))).toBe(3_600);
  expect(rowsOf(await ask(`${ACCOUNT}/conversations/${id}/messages`)).at(-1)).toMatchObject({ status: "failed" });
});

test("a changed rating is the same answer with the time of the first", async () => {
  const { simulator, ask, clock } = openSample();
  const id = Number(simulator.addTicket({ customer: {}, assigneeId: 41 }).id);
  const first = { ...simulator.rate(id, 2) };
  clock.advanceSeconds(86_400);
  simulator.rate(id, 5);
  const answers = rowsOf(await ask(`${ACCOUNT}/csat_survey_responses`));
  expect(answers).toMatchObject([
    { id: first.id, rating: 5, created_at: first.created_at, assigned_agent: { id: 41 } },
  ]);
  expect(rowsOf(await ask(`${ACCOUNT}/conversations/${id}/messages`)).at(-1)).toMatchObject({
    ...{ id: first.message_id, content_type: "input_csat" },
    content_attributes: { submitted_values: { csat_survey_response: { rating: 5 } } },
  });
});

test("a deleted conversation leaves nothing behind", async () => {
  const { simulator, ask } = openSample({ conversations: [conversation(1)] });
  const id = Number(simulator.addTicket({ customer: {} }).id);
  simulator.closeTicket(id, { by: "agent" });
  simulator.rate(id, 4);
  simulator.deleteTicket(id);
  expect((await ask(`${ACCOUNT}/conversations/${id}`)).status).toBe(404);
  expect(rowsOf(await ask(`${ACCOUNT}/csat_survey_responses`))).toEqual([]);
  expect(rowsOf(await ask(`${ACCOUNT}/reporting_events`))).toEqual([]);
  expect(rowsOf(await ask(`${ACCOUNT}/conversations?status=all`)).map((row) => row.id)).toEqual([1]);
  expect(() => simulator.closeTicket(id, { by: "agent" })).toThrow(/no conversation/);
});

test("events go once to whoever has subscribed to them, signed over time and body", async () => {
  const { sent, simulator, secret } = await subscribed(["message_created", "conversation_status_changed"], true);
  const id = Number(simulator.addTicket({ customer: {} }).id);
  simulator.closeTicket(id, { by: "agent", agentId: 41 });
  const events = await Promise.all(sent.map(async (request) => ({ request, text: await request.clone().text() })));
  const bodies = events.map(({ text }): JsonObject => JSON.parse(text));
  expect(bodies.map(({ event }) => event)).toEqual([
    "message_created",
    "message_created",
    "conversation_status_changed",
  ]);
  expect(bodies[0]).toMatchObject({
    message_type: "incoming",
    created_at: expect.stringMatching(/^2026-.*Z$/),
    conversation: { id },
  });
  expect(bodies[2]).toMatchObject({ id, status: "resolved" });
  for (const { request, text } of events) {
    const timestamp = request.headers.get("x-chatwoot-timestamp");
    const digest = createHmac("sha256", secret).update(`${timestamp}.${text}`).digest("hex");
    expect(request.headers.get("x-chatwoot-signature")).toBe(`sha256=${digest}`);
  }
});

test("an older version does not sign, and a receiver that fails is not tried again", async () => {
  const { sent, simulator } = await subscribed(["conversation_created"], false);
  simulator.addTicket({ customer: {} });
  expect(sent.length).toBe(1);
  expect(sent[0]?.headers.has("x-chatwoot-signature")).toBe(false);
});

async function subscribed(subscriptions: string[], signsWebhooks: boolean) {
  const sent: Request[] = [];
  const send = async (request: Request) => {
    sent.push(request);
    throw new Error("Nobody listens");
  };
  const { simulator, ask } = openSample({}, { send, version: { signsWebhooks } });
  const webhook = { url: "https://app.example/hook", subscriptions };
  const { json } = await ask(`${ACCOUNT}/webhooks`, { method: "POST", body: JSON.stringify({ webhook }) });
  const secret = String(fieldOf(fieldOf(fieldOf(json, "payload"), "webhook"), "secret"));
  return { sent, simulator, secret };
}
