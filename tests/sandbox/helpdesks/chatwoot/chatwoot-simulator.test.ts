import { expect, test } from "vitest";
import { fastestOf } from "../fastest-of.ts";
import { ACCOUNT, conversation, fieldOf, idsOf, message, minutesAgo, openSample, rowsOf } from "./chatwoot-sample.ts";
import { eventRow, surveyAnswerRow } from "./chatwoot-shapes.ts";

const many = (count: number) => Array.from({ length: count }, (_, index) => conversation(index + 1));

test("another host has no Chatwoot, another account is not found, a wrong token is refused", async () => {
  const { ask, simulator } = openSample();
  expect(simulator.owns("chat.moss-and-fern.example")).toBe(true);
  expect(simulator.owns("moss-and-fern.zendesk.com")).toBe(false);
  expect(await ask("https://chat.elsewhere.example/api/v1/accounts/1")).toMatchObject({ status: 404, json: null });
  expect(await ask("/api/v1/accounts/2")).toMatchObject({
    status: 404,
    json: { error: "Resource could not be found" },
  });
  expect(await ask(ACCOUNT, { headers: { api_access_token: "wrong" } })).toMatchObject({
    ...{ status: 401, json: { error: "Invalid Access Token" } },
  });
  expect((await ask(`${ACCOUNT}/tickets`)).status).toBe(404);
  expect((await ask(ACCOUNT)).json).toMatchObject({ id: 1, name: "Moss & Fern" });
});

test("a user who is no administrator gets 401 for what is not theirs, and sees one inbox only", async () => {
  const { ask, simulator } = openSample({ conversations: [conversation(1), conversation(2, { inbox_id: 12 })] });
  simulator.setRole("agent");
  for (const path of ["csat_survey_responses", "reporting_events", "webhooks", "conversations/2"])
    expect((await ask(`${ACCOUNT}/${path}`)).status).toBe(401);
  expect(idsOf(await ask(`${ACCOUNT}/conversations?status=all`))).toEqual([1]);
  simulator.revokeAccess();
  expect((await ask(ACCOUNT)).status).toBe(401);
});

test("a list without a status shows open conversations only", async () => {
  const rows = (["open", "pending", "snoozed", "resolved"] as const).map((status, index) =>
    conversation(index + 1, { status }),
  );
  const { ask } = openSample({ conversations: rows });
  expect(idsOf(await ask(`${ACCOUNT}/conversations`))).toEqual([1]);
  expect(idsOf(await ask(`${ACCOUNT}/conversations?status=resolved`))).toEqual([4]);
  expect(idsOf(await ask(`${ACCOUNT}/conversations?status=all&sort_by=created_at_asc`))).toEqual([1, 2, 3, 4]);
  expect(idsOf(await ask(`${ACCOUNT}/conversations?status=all&assignee_type=me`))).toEqual([]);
});

test("a page holds 25, whatever is asked for, and the envelope counts all", async () => {
  const { ask } = openSample({ conversations: many(60) });
  const list = `${ACCOUNT}/conversations?status=all&sort_by=created_at_desc&per_page=100`;
  const pages = [
    await ask(list),
    await ask(`${list}&page=2`),
    await ask(`${list}&page=3`),
    await ask(`${list}&page=4`),
  ];
  expect(pages.map((page) => idsOf(page).length)).toEqual([25, 25, 10, 0]);
  expect(pages.map((page) => idsOf(page)[0])).toEqual([60, 35, 10, undefined]);
  expect(fieldOf(fieldOf(pages[3]?.json, "data"), "meta")).toMatchObject({ all_count: 60, unassigned_count: 60 });
});

test("a filter by time of change answers all at once, without pages", async () => {
  const rows = many(60).map((row, index) => ({ ...row, updated_at: minutesAgo(index) / 1000 }));
  const { ask } = openSample({ conversations: rows });
  expect(idsOf(await ask(`${ACCOUNT}/conversations?status=all&updated_within=2401`)).length).toBe(41);
});

test("paging 100,000 conversations costs no more at the end than at the start", async () => {
  const few = openSample({ conversations: many(1_000) });
  const all = openSample({ conversations: many(100_000) });
  const costOf = ({ ask }: typeof few, page: number) =>
    fastestOf(20, async () => {
      expect(idsOf(await ask(`${ACCOUNT}/conversations?status=all&page=${page}`)).length).toBe(25);
    });
  const ofFew = await costOf(few, 2);
  for (const page of [2, 2_000, 3_999, 4_000]) expect(await costOf(all, page)).toBeLessThan(5 * ofFew);
});

test("messages come oldest first: the latest 20, the 20 before one, or 100 after one", async () => {
  const messages = Array.from({ length: 130 }, (_, index) => message(index + 1, 7));
  const { ask } = openSample({ conversations: [conversation(7)], messages });
  const ids = async (query: string) => idsOf(await ask(`${ACCOUNT}/conversations/7/messages${query}`)).map(Number);
  const range = async (query: string) => {
    const found = await ids(query);
    return [found.length, found[0], found.at(-1)];
  };
  expect(await range("")).toEqual([20, 111, 130]);
  expect(await range("?before=111")).toEqual([20, 91, 110]);
  expect(await range("?after=0")).toEqual([100, 1, 100]);
  expect(await range("?after=100")).toEqual([30, 101, 130]);
  expect(await range("?after=5&before=9")).toEqual([4, 5, 8]);
  expect((await ask(`${ACCOUNT}/conversations/8/messages`)).status).toBe(404);
});

test("reporting events name the conversation by an internal number, and older versions have none", async () => {
  const events = [event(1, 30), event(2, 10)];
  const rows = { conversations: [conversation(7)], "reporting-events": events };
  const { ask } = openSample(rows);
  const own = await ask(`${ACCOUNT}/conversations/7/reporting_events`);
  expect(rowsOf(own)).toMatchObject([{ conversation_id: 71_007, user_id: 41 }, { id: 2 }]);
  expect(JSON.stringify(own.json)).not.toContain("display");
  expect(idsOf(await ask(`${ACCOUNT}/reporting_events`))).toEqual([2, 1]);
  const old = openSample(rows, { version: { hasReportingEvents: false } });
  expect((await old.ask(`${ACCOUNT}/conversations/7/reporting_events`)).status).toBe(404);
  expect((await old.ask(`${ACCOUNT}/conversations/7/messages`)).status).toBe(200);
});

test("survey answers are filtered by time only when both ends are given", async () => {
  const { ask } = openSample({ "csat-survey-responses": [answer(1, 300), answer(2, 200), answer(3, 100)] });
  const path = `${ACCOUNT}/csat_survey_responses?sort=-created_at`;
  const at = (minutes: number) => minutesAgo(minutes) / 1000;
  expect(idsOf(await ask(path))).toEqual([3, 2, 1]);
  expect(idsOf(await ask(`${path}&since=${at(150)}`))).toEqual([3, 2, 1]);
  expect(idsOf(await ask(`${path}&since=0&until=${at(100)}`))).toEqual([2, 1]);
  expect(idsOf(await ask(`${path}&since=${at(200)}&until=${at(50)}&rating=5`))).toEqual([3, 2]);
});

test("the filter compares creation by whole days and refuses what it does not know", async () => {
  const rows = [0, 1, 2].map((day) =>
    conversation(day + 1, { created_at: Date.parse(`2026-05-1${day}T23:59:59Z`) / 1000 }),
  );
  const { ask } = openSample({ conversations: rows });
  const filter = (payload: unknown) =>
    ask(`${ACCOUNT}/conversations/filter`, { method: "POST", body: JSON.stringify({ payload }) });
  const created = (filter_operator: string, day: string) => ({
    attribute_key: "created_at",
    filter_operator,
    values: [day],
    query_operator: null,
  });
  expect(idsOf(await filter([created("is_less_than", "2026-05-11")]))).toEqual([1]);
  expect(idsOf(await filter([created("is_greater_than", "2026-05-11")]))).toEqual([3]);
  const both = [
    { ...created("is_greater_than", "2026-05-10"), query_operator: "AND" },
    created("is_less_than", "2026-05-12"),
  ];
  expect(await filter(both)).toMatchObject({ json: { meta: { all_count: 1 }, payload: [{ id: 2 }] } });
  for (const bad of [
    [],
    [{ attribute_key: "uuid", filter_operator: "equal_to", values: ["1"] }],
    [created("contains", "2026")],
  ])
    expect((await filter(bad)).status).toBe(422);
});

test("the limit is 3,000 requests in each minute of the clock, and the refusal says neither when nor why", async () => {
  const { ask, clock, simulator } = openSample();
  for (let request = 0; request < 3_000; request += 1) await ask(ACCOUNT, { headers: { api_access_token: "wrong" } });
  const refused = await ask(ACCOUNT);
  expect([refused.status, refused.text, refused.headers.get("retry-after")]).toEqual([429, "Retry later\n", null]);
  expect(simulator.requests.rejected).toBe(1);
  clock.advanceSeconds(60);
  expect((await ask(ACCOUNT)).status).toBe(200);
});

test("an address is subscribed once, for events that exist, with a secret in new versions", async () => {
  const subscribe = (sample: ReturnType<typeof openSample>, url: string, events: string[]) =>
    sample.ask(`${ACCOUNT}/webhooks`, {
      method: "POST",
      body: JSON.stringify({ webhook: { url, subscriptions: events } }),
    });
  const sample = openSample();
  const made = await subscribe(sample, "https://app.example/hook", ["message_created"]);
  const webhook = fieldOf(fieldOf(made.json, "payload"), "webhook");
  expect(webhook).toMatchObject({ url: "https://app.example/hook", secret: expect.any(String) });
  expect((await subscribe(sample, "https://app.example/hook", ["message_created"])).status).toBe(422);
  expect((await subscribe(sample, "https://app.example/other", ["ticket_created"])).status).toBe(422);
  expect((await subscribe(sample, "app.example", ["message_created"])).status).toBe(422);
  const id = String(fieldOf(webhook, "id"));
  expect(await sample.ask(`${ACCOUNT}/webhooks/${id}`, { method: "DELETE" })).toMatchObject({ status: 200, text: "" });
  expect((await sample.ask(`${ACCOUNT}/webhooks/${id}`, { method: "DELETE" })).status).toBe(404);
  const old = await subscribe(openSample({}, { version: { signsWebhooks: false } }), "https://app.example/hook", [
    "message_created",
  ]);
  expect(fieldOf(fieldOf(fieldOf(old.json, "payload"), "webhook"), "secret")).toBeUndefined();
});

function event(id: number, minutes: number) {
  const at = minutesAgo(minutes);
  return eventRow({
    id,
    conversationId: 7,
    inboxId: 11,
    name: "conversation_resolved",
    startedAt: at - 1000,
    at,
    userId: 41,
  });
}

function answer(id: number, minutes: number) {
  return surveyAnswerRow({
    id,
    conversationId: 7,
    messageId: id,
    rating: 5,
    at: minutesAgo(minutes),
    contact: {},
    agent: null,
  });
}
