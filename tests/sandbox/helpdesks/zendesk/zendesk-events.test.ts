import { expect, test } from "vitest";
import type { ZendeskRows } from "../../dataset/dataset.ts";
import { caller, createFakeClock, datasetWith, rowsIn, ZENDESK_ACCOUNT, zendeskTicket } from "../sample-accounts.ts";
import type { ViaForm } from "./zendesk-events.ts";
import { createZendeskSimulator } from "./zendesk-simulator.ts";

const EVENTS = "/api/v2/incremental/ticket_events?start_time=0";
const AT = "2026-03-02T09:00:00Z";
const RULE = { channel: "rule", source: { from: { id: 61, title: "Close after 4 days" }, rel: "automation" } };

test("an audit becomes one event with a child for each change, in the export's own form", async () => {
  const get = account({
    audits: [
      {
        ...{ id: 50, ticket_id: 1, created_at: AT, author_id: -1, via: RULE },
        events: [
          { id: 51, type: "Change", field_name: "status", value: "closed", previous_value: "solved" },
          { id: 52, type: "Change", field_name: "tags", value: ["a", "b"], previous_value: ["b", "c"] },
          { id: 53, type: "Create", field_name: "priority", value: "low" },
          { id: 54, type: "Notification", recipients: [1], subject: "Hello" },
        ],
      },
    ],
  });
  expect(rowsIn(await get(EVENTS), "ticket_events")).toMatchObject([
    {
      ...{
        id: 50,
        ticket_id: 1,
        timestamp: 1772442000,
        created_at: AT,
        updater_id: -1,
        event_type: "Audit",
        via: RULE,
      },
      child_events: [
        { id: 51, event_type: "Change", status: "closed", previous_value: "solved", via_reference_id: 61 },
        { id: 52, event_type: "Change", tags: ["a", "b"], added_tags: ["a"], removed_tags: ["c"] },
        { id: 53, event_type: "Create", priority: "low" },
        { id: 54, event_type: "Notification", recipients: [1] },
      ],
    },
  ]);
});

test("a comment is told in full only with the sideload", async () => {
  const get = account({ comments: [comment(90, { public: false })] });
  expect(await childrenOf(get, EVENTS)).toMatchObject([
    { comment_present: true, comment_public: false, event_type: "Comment" },
  ]);
  const [full] = await childrenOf(get, `${EVENTS}&include=comment_events`);
  expect(full).toMatchObject({
    id: 90,
    author_id: 8001,
    public: false,
    body: "Hello",
    created_at: AT,
    event_type: "Comment",
  });
});

test("via can be told as a label", async () => {
  const audits = [{ id: 50, ticket_id: 1, created_at: AT, author_id: -1, via: RULE, events: [] }];
  const get = account({ audits }, "label");
  expect(rowsIn(await get(EVENTS), "ticket_events")).toMatchObject([{ via: "Rule" }]);
});

test("comments without any audit get one audit each", async () => {
  const get = account({ comments: [comment(90, { audit_id: 500 }), comment(91)] });
  const events = rowsIn(await get(`${EVENTS}&include=comment_events`), "ticket_events");
  expect(events).toHaveLength(2);
  expect(new Set(events.map((event) => event.id)).size).toBe(2);
  expect(events.map((event) => event.id)).toContain(500);
  expect(rowsIn(await get("/api/v2/tickets/1/audits"), "audits")).toHaveLength(2);
});

test("comments that only audits hold are served as comments too", async () => {
  const events = [{ id: 90, type: "Comment", author_id: 8001, body: "From the audit", public: true }];
  const get = account({ audits: [{ id: 500, ticket_id: 1, created_at: AT, author_id: 8001, events }] });
  expect(rowsIn(await get("/api/v2/tickets/1/comments"), "comments")).toMatchObject([
    { id: 90, body: "From the audit", public: true, created_at: AT, audit_id: 500 },
  ]);
  expect(await childrenOf(get, `${EVENTS}&include=comment_events`)).toMatchObject([{ id: 90, body: "From the audit" }]);
});

test.each([
  ["the same id", { id: 90, type: "Comment", body: "Hello" }],
  ["no id, but the same second and author", { type: "Comment", author_id: 8001, body: "Hello" }],
])("a comment that both files hold with %s comes once", async (_, event) => {
  const get = account({
    comments: [comment(90)],
    audits: [{ id: 500, ticket_id: 1, created_at: AT, author_id: 8001, events: [event] }],
  });
  expect(rowsIn(await get("/api/v2/tickets/1/comments"), "comments")).toHaveLength(1);
  expect(await childrenOf(get, `${EVENTS}&include=comment_events`)).toHaveLength(1);
});

test("two comments of one second and author, named by no id, stay two and keep their own ids", async () => {
  const event = { type: "Comment", author_id: 8001, body: "Hello" };
  const get = account({
    comments: [comment(90), comment(91)],
    audits: [{ id: 500, ticket_id: 1, created_at: AT, author_id: 8001, events: [event, event] }],
  });
  expect(await childrenOf(get, `${EVENTS}&include=comment_events`)).toMatchObject([{ id: 90 }, { id: 91 }]);
  expect(rowsIn(await get("/api/v2/tickets/1/comments"), "comments")).toHaveLength(2);
});

test("a comment whose audit tells only of a status is put into that audit", async () => {
  const change = { id: 51, type: "Change", field_name: "status", value: "open", previous_value: "new" };
  const get = account({
    comments: [comment(90, { audit_id: 500 })],
    audits: [{ id: 500, ticket_id: 1, created_at: AT, author_id: 8001, events: [change] }],
  });
  const events = rowsIn(await get(`${EVENTS}&include=comment_events`), "ticket_events");
  expect(events).toMatchObject([{ id: 500, child_events: [{ status: "open" }, { id: 90, event_type: "Comment" }] }]);
});

function comment(id: number, fields = {}) {
  const via = { channel: "email", source: { from: {}, to: {}, rel: null } };
  return { id, ticket_id: 1, author_id: 8001, public: true, body: "Hello", created_at: AT, via, ...fields };
}

function account(rows: Partial<ZendeskRows>, ticketEventVia: ViaForm = "object") {
  const dataset = datasetWith({ zendesk: { tickets: [zendeskTicket(1)], ...rows } });
  return caller(createZendeskSimulator(dataset, { clock: createFakeClock(), ticketEventVia }), ZENDESK_ACCOUNT);
}

async function childrenOf(get: ReturnType<typeof caller>, path: string): Promise<unknown[]> {
  const events = rowsIn(await get(path), "ticket_events");
  return events.flatMap((event) => (Array.isArray(event.child_events) ? event.child_events : []));
}
