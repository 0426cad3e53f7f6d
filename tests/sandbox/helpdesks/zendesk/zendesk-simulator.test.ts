import { expect, test } from "vitest";
import type { ZendeskRows } from "../../dataset/dataset.ts";
import {
  basic,
  caller,
  createFakeClock,
  datasetWith,
  idsIn,
  inside,
  rowsIn,
  ZENDESK_ACCOUNT,
  zendeskMinutesAgo,
  zendeskTicket,
} from "../sample-accounts.ts";
import { createZendeskSimulator } from "./zendesk-simulator.ts";

test("cursor paging gives a next link even on the last page; only has_more tells the end", async () => {
  const { get } = account({ users: users(5) });
  const first = await get("/api/v2/users?page[size]=3");
  expect(inside(first, "meta").has_more).toBe(true);
  const last = await get(pathOf(inside(first, "links").next));
  expect(idsIn(last, "users")).toEqual([4, 5]);
  expect(inside(last, "meta").has_more).toBe(false);
  const beyond = await get(pathOf(inside(last, "links").next));
  expect(beyond.body).toMatchObject({
    users: [],
    meta: { has_more: false, after_cursor: null },
    links: { next: null },
  });
  expect(idsIn(await get(pathOf(inside(last, "links").prev)), "users")).toEqual([1, 2, 3]);
});

test("users can be asked for by role, with several roles at once", async () => {
  const { get } = account({ users: users(6) });
  expect(idsIn(await get("/api/v2/users?role[]=agent&role[]=admin&page[size]=100"), "users")).toEqual([1, 2, 4, 5]);
  expect(idsIn(await get("/api/v2/users.json?role=end-user"), "users")).toEqual([3, 6]);
});

test("offset paging clamps at 100 a page, counts, and ends at 10,000 records", async () => {
  const { get } = account({ users: users(130) });
  const first = await get("/api/v2/users?per_page=1000");
  expect([rowsIn(first, "users").length, first.body.count]).toEqual([100, 130]);
  const second = await get(pathOf(first.body.next_page));
  expect([rowsIn(second, "users").length, second.body.next_page]).toEqual([30, null]);
  expect((await get("/api/v2/users?page=101")).status).toBe(400);
});

test("many users are shown in the order asked for, and unknown ids are left out", async () => {
  const { get } = account({ users: users(5) });
  expect(idsIn(await get("/api/v2/users/show_many?ids=4,99,2"), "users")).toEqual([4, 2]);
  const ids = Array.from({ length: 101 }, (_, index) => index + 1).join(",");
  expect((await get(`/api/v2/users/show_many?ids=${ids}`)).status).toBe(400);
});

test("ratings are filtered by score and by when they were last changed", async () => {
  const rating = (id: number, score: string, updatedMinutesAgo: number, comment: string | null = null) => {
    const times = { created_at: zendeskMinutesAgo(500), updated_at: zendeskMinutesAgo(updatedMinutesAgo) };
    return { id, ticket_id: id, score, comment, ...times };
  };
  const satisfactionRatings = [rating(1, "offered", 500), rating(2, "good", 400, "Thanks"), rating(3, "bad", 10)];
  const { get } = account({ satisfactionRatings });
  const since = Date.parse(zendeskMinutesAgo(60)) / 1000;
  const list = "/api/v2/satisfaction_ratings?page[size]=100";
  expect(idsIn(await get(list), "satisfaction_ratings")).toEqual([1, 2, 3]);
  expect(idsIn(await get(`${list}&score=received`), "satisfaction_ratings")).toEqual([2, 3]);
  expect(idsIn(await get(`${list}&score=good_without_comment`), "satisfaction_ratings")).toEqual([]);
  expect(idsIn(await get(`${list}&score=received&start_time=${since}`), "satisfaction_ratings")).toEqual([3]);
  expect(idsIn(await get(`${list}&end_time=${since}`), "satisfaction_ratings")).toEqual([1, 2]);
  expect((await get(`${list}&score=great`)).status).toBe(400);
});

test("single tickets, counts and lists leave deleted tickets out; those have a list of their own for 30 days", async () => {
  const longAgo = zendeskMinutesAgo(31 * 24 * 60);
  const { get } = account({
    tickets: [
      zendeskTicket(1),
      zendeskTicket(2, { status: "deleted" }),
      zendeskTicket(3, { status: "deleted", updated_at: longAgo }),
    ],
  });
  expect((await get("/api/v2/tickets/2")).body).toEqual({ error: "RecordNotFound", description: "Not found" });
  expect(inside(await get("/api/v2/tickets/1.json"), "ticket").id).toBe(1);
  expect((await get("/api/v2/tickets/count")).body).toMatchObject({ count: { value: 1 } });
  expect(idsIn(await get("/api/v2/tickets"), "tickets")).toEqual([1]);
  expect(idsIn(await get("/api/v2/deleted_tickets"), "deleted_tickets")).toEqual([2]);
});

test("metrics can be read one by one and as a list; groups are those that tickets name", async () => {
  const { get } = account({ tickets: [zendeskTicket(1)], ticketMetrics: [{ id: 9, ticket_id: 1, reopens: 0 }] });
  expect((await get("/api/v2/tickets/1/metrics")).body).toMatchObject({ ticket_metric: { id: 9 } });
  expect(idsIn(await get("/api/v2/ticket_metrics?page[size]=10"), "ticket_metrics")).toEqual([9]);
  expect(idsIn(await get("/api/v2/groups"), "groups")).toEqual([42]);
});

test("the signed-in user is told; without credentials it is an anonymous user, not a refusal", async () => {
  const { simulator, get } = account({});
  expect((await get("/api/v2/users/me")).body).toMatchObject({ user: { email: "owner@example.com", role: "admin" } });
  const anonymous = await simulator.handle(new Request("https://moss-and-fern.zendesk.com/api/v2/users/me.json"));
  expect(await anonymous.json()).toMatchObject({ user: { id: null, role: "end-user" } });
});

test("wrong credentials are refused in the vendor's words, an unknown token differently", async () => {
  const { get, simulator } = account({});
  const password = await get("/api/v2/groups", {
    headers: { authorization: basic("owner@example.com", "zendesk-token") },
  });
  expect([password.status, password.body]).toEqual([401, { error: "Couldn't authenticate you" }]);
  const stale = await get("/api/v2/groups", { headers: { authorization: "Bearer stale" } });
  expect([stale.status, stale.body.error]).toEqual([401, "invalid_token"]);
  expect((await get("/api/v2/groups", { headers: { authorization: "Bearer app-token" } })).status).toBe(200);
  simulator.revokeAccess();
  expect((await get("/api/v2/users/me")).status).toBe(401);
});

test("exports and ratings are for admins", async () => {
  const { get, simulator } = account({});
  simulator.setRole("agent");
  const refused = await get("/api/v2/incremental/tickets/cursor?start_time=0");
  expect([refused.status, inside(refused, "error").title]).toEqual([403, "Forbidden"]);
  expect((await get("/api/v2/satisfaction_ratings")).status).toBe(403);
  expect((await get("/api/v2/users")).status).toBe(200);
});

test("unknown paths and other subdomains are not found; unknown query parameters are ignored", async () => {
  const { get, simulator } = account({});
  expect((await get("/api/v2/nothing")).body).toEqual({ error: "InvalidEndpoint", description: "Not found" });
  const other = await simulator.handle(new Request("https://nobody.zendesk.com/api/v2/users/me"));
  expect([other.status, await other.json()]).toMatchObject([
    404,
    { error: { title: "No help desk at nobody.zendesk.com" } },
  ]);
  expect((await get("/api/v2/groups?colour=green")).status).toBe(200);
  expect((await get("/api/v2/users?page[size]=101")).status).toBe(400);
});

test("headers tell what is left of the account's minute and of the export's", async () => {
  const { get, clock } = account({});
  clock.advanceSeconds(12);
  await get("/api/v2/groups");
  const { headers } = await get("/api/v2/incremental/tickets/cursor?start_time=0");
  expect(headers.get("x-rate-limit")).toBe("400");
  expect(headers.get("x-rate-limit-remaining")).toBe("398");
  expect(headers.get("ratelimit-reset")).toBe("48");
  expect(headers.get("zendesk-ratelimit-incremental-exports-cursor")).toBe("total=20; remaining=19; resets=48");
});

test("the eleventh export by time in a minute is rejected until the minute is over", async () => {
  const { get, simulator, clock } = account({});
  const path = "/api/v2/incremental/ticket_events?start_time=0";
  for (let request = 1; request <= 10; request += 1) expect((await get(path)).status).toBe(200);
  clock.advanceSeconds(20);
  const rejected = await get(path);
  expect([rejected.status, rejected.headers.get("retry-after")]).toEqual([429, "40"]);
  expect(rejected.headers.get("zendesk-ratelimit-incremental-exports")).toBe("total=10; remaining=0; resets=40");
  expect((await get("/api/v2/groups")).status).toBe(200);
  clock.advanceSeconds(40);
  expect((await get(path)).status).toBe(200);
  expect(simulator.requests.rejected).toBe(1);
});

test("limits can be set one by one, and the headers tell those that hold", async () => {
  const dataset = datasetWith({});
  const simulator = createZendeskSimulator(dataset, {
    clock: createFakeClock(),
    limits: { "incremental-exports": 700 },
  });
  const { headers } = await caller(simulator, ZENDESK_ACCOUNT)("/api/v2/incremental/ticket_events?start_time=0");
  expect(headers.get("zendesk-ratelimit-incremental-exports")).toMatch(/^total=700; remaining=699;/);
  expect(headers.get("x-rate-limit")).toBe("400");
});

test("the 401st request of a minute is rejected", async () => {
  const { get } = account({});
  for (let request = 1; request <= 400; request += 1) await get("/api/v2/groups");
  expect((await get("/api/v2/groups")).status).toBe(429);
});

function users(count: number) {
  const roles = ["agent", "admin", "end-user"];
  return Array.from({ length: count }, (_, index) => {
    return { id: index + 1, name: `Person ${index + 1}`, role: roles[index % 3], updated_at: zendeskMinutesAgo(90) };
  });
}

function account(rows: Partial<ZendeskRows>) {
  const clock = createFakeClock();
  const simulator = createZendeskSimulator(datasetWith({ zendesk: rows }), {
    clock,
    credentials: {
      ...{ subdomain: "moss-and-fern", email: "owner@example.com", apiToken: "zendesk-token" },
      accessTokens: ["app-token"],
    },
  });
  return { simulator, clock, get: caller(simulator, ZENDESK_ACCOUNT) };
}

function pathOf(link: unknown): string {
  const url = new URL(String(link));
  return `${url.pathname}${url.search}`;
}
