import { expect, test } from "vitest";
import { fastestOf } from "../fastest-of.ts";
import { caller, createFakeClock, idsIn, inside, rowsIn } from "../sample-accounts.ts";
import { INTERCOM_ACCOUNT, NOW_SECONDS, SHOP, search, secondsOf, workspaceWith } from "./intercom-fixtures.ts";
import { contactIdOf } from "./intercom-shapes.ts";
import { createIntercomSimulator } from "./intercom-simulator.ts";

const PATH = "/conversations/search";

test("a search walks all its rows by cursor in the order asked for, and counts them", async () => {
  const simulator = play(50);
  const query = { field: "created_at", operator: ">", value: 0 };
  const sort = { field: "created_at", order: "descending" };
  const ids: unknown[] = [];
  let starting_after: unknown;
  for (let page = 1; ; page += 1) {
    const answer = await search(simulator, PATH, { query, sort, pagination: { per_page: 20, starting_after } });
    expect(inside(answer, "pages")).toMatchObject({ page, per_page: 20, total_pages: 3 });
    expect(answer.body.total_count).toBe(50);
    ids.push(...idsIn(answer, "conversations"));
    const { next } = inside(answer, "pages");
    if (next === undefined) break;
    starting_after = Object(next).starting_after;
  }
  expect(ids).toEqual(Array.from({ length: 50 }, (_, index) => String(1_050 - index)));
});

test("without a sort, or where it is not heeded, what changed last comes first", async () => {
  const simulator = play(5);
  simulator.addMessage("1002", { by: "customer" });
  const query = { field: "created_at", operator: ">", value: 0 };
  expect(idsIn(await search(simulator, PATH, { query }), "conversations")[0]).toBe("1002");
  const deaf = play(5, { manner: { sorts: false } });
  const sort = { field: "created_at", order: "ascending" };
  expect(idsIn(await search(deaf, PATH, { query, sort }), "conversations")[0]).toBe("1005");
});

test("a row that changes while an ascending walk reads is met again at its end", async () => {
  const simulator = play(30);
  const body = {
    query: { field: "updated_at", operator: ">", value: 0 },
    sort: { field: "updated_at", order: "ascending" },
  };
  const first = await search(simulator, PATH, body);
  simulator.addMessage("1003", { by: "customer" });
  const next = Object(inside(first, "pages").next).starting_after;
  const second = await search(simulator, PATH, { ...body, pagination: { starting_after: next } });
  expect(idsIn(second, "conversations").at(-1)).toBe("1003");
});

test("greater and lower hold for equal values as documented, or not, as clients have seen", async () => {
  const at = secondsOf(3, 5);
  const found = async (inclusive: boolean, operator: string) => {
    const answer = await search(play(5, { manner: { inclusive } }), PATH, {
      query: { field: "created_at", operator, value: at },
    });
    expect(answer.body.total_count).toBe(rowsIn(answer, "conversations").length);
    return idsIn(answer, "conversations").sort();
  };
  expect(await found(true, ">")).toEqual(["1003", "1004", "1005"]);
  expect(await found(false, ">")).toEqual(["1004", "1005"]);
  expect(await found(true, "<")).toEqual(["1001", "1002", "1003"]);
  expect(await found(false, "<")).toEqual(["1001", "1002"]);
});

test("groups of filters are joined, and questions about several fields are counted by the rows", async () => {
  const simulator = play(9);
  simulator.closeTicket("1004", { by: "agent", agentId: 8_811 });
  const closed = { field: "state", operator: "=", value: "closed" };
  const early = { field: "created_at", operator: "<", value: secondsOf(6, 9) };
  const second = { field: "id", operator: "IN", value: ["1002", "1009"] };
  const query = { operator: "AND", value: [early, { operator: "OR", value: [closed, second] }] };
  const answer = await search(simulator, PATH, { query });
  expect(idsIn(answer, "conversations").sort()).toEqual(["1002", "1004"]);
  expect(answer.body.total_count).toBe(2);
});

test("one field's holes are counted exactly", async () => {
  const query = {
    operator: "AND",
    value: [
      { field: "created_at", operator: "!=", value: secondsOf(2, 5) },
      { field: "created_at", operator: "NIN", value: [secondsOf(4, 5)] },
    ],
  };
  const answer = await search(play(5), PATH, { query, sort: { field: "created_at", order: "ascending" } });
  expect(idsIn(answer, "conversations")).toEqual(["1001", "1003", "1005"]);
  expect(answer.body.total_count).toBe(3);
});

test("unknown fields, unfit operators, wrong types, long groups, deep nests and wide pages are refused", async () => {
  const simulator = play(1);
  const good = { field: "created_at", operator: ">", value: 0 };
  const nested = { operator: "AND", value: [{ operator: "OR", value: [{ operator: "AND", value: [good] }] }] };
  const queries = [
    ...[undefined, { field: "colour", operator: "=", value: "red" }, { field: "created_at", operator: ">=", value: 0 }],
    ...[
      { field: "created_at", operator: ">", value: "yesterday" },
      { field: "state", operator: ">", value: "open" },
    ],
    ...[{ operator: "AND", value: Array.from({ length: 16 }, () => good) }, { operator: "OR", value: [] }, nested],
  ];
  for (const query of queries)
    expect((await search(simulator, PATH, { query })).status, JSON.stringify(query)).toBe(400);
  for (const pagination of [{ per_page: 151 }, { per_page: 0 }, { starting_after: "not-a-cursor" }])
    expect((await search(simulator, PATH, { query: good, pagination })).status).toBe(400);
  expect((await search(simulator, PATH, { query: { ...good, value: "1306054154" } })).status).toBe(200);
});

test("contacts are found by id in one question, a new one only after some minutes", async () => {
  const clock = createFakeClock();
  const simulator = play(3, { clock });
  const conversation = simulator.addTicket({ customer: { email: "new@post.example" } });
  const [{ id }] = Object(conversation.contacts).contacts;
  const query = { field: "id", operator: "IN", value: [contactIdOf(1), contactIdOf(3), id, "unknown"] };
  expect(idsIn(await search(simulator, "/contacts/search", { query }))).toEqual([contactIdOf(1), contactIdOf(3)]);
  expect((await ask(simulator, `/contacts/${id}`)).body.email).toBe("new@post.example");
  clock.advanceSeconds(300);
  expect(idsIn(await search(simulator, "/contacts/search", { query }))).toHaveLength(3);
});

test("times of contacts are compared as days of the workspace's zone, and take few operators", async () => {
  const simulator = play(2);
  const found = async (operator: string, value: number) => {
    const answer = await search(simulator, "/contacts/search", { query: { field: "created_at", operator, value } });
    return answer.status === 200 ? rowsIn(answer).length : answer.status;
  };
  const created = NOW_SECONDS - 86_400;
  expect(await found("=", created + 3_600)).toBe(2);
  expect(await found(">", created - 3_600)).toBe(0);
  expect(await found(">", created - 86_400)).toBe(2);
  for (const operator of ["!=", ">=", "<=", "IN"]) expect(await found(operator, created)).toBe(400);
});

test("a page of a hundred thousand conversations costs what a page costs, with its count", async () => {
  const ofFew = await costOfPage(1_000);
  expect(await costOfPage(100_000)).toBeLessThan(5 * ofFew);
});

/** Milliseconds of a page in the middle of so many conversations. */
async function costOfPage(count: number): Promise<number> {
  const conversations = Array.from({ length: count }, (_, index) => {
    const created_at = NOW_SECONDS - count + index;
    return { id: String(index + 1), created_at, updated_at: created_at, statistics: {} };
  });
  const simulator = createIntercomSimulator({ conversations }, SHOP, { clock: createFakeClock(), limits: "roomy" });
  const sort = { field: "created_at", order: "descending" };
  const query = { field: "created_at", operator: "<", value: NOW_SECONDS };
  let starting_after: unknown;
  return fastestOf(30, async () => {
    const answer = await search(simulator, PATH, { query, sort, pagination: { per_page: 24, starting_after } });
    starting_after = Object(inside(answer, "pages").next).starting_after;
    expect(answer.body.total_count).toBe(count);
  });
}

function play(count: number, options: Partial<Parameters<typeof createIntercomSimulator>[2]> = {}) {
  return createIntercomSimulator(workspaceWith(count), SHOP, { clock: createFakeClock(), ...options });
}

function ask(simulator: ReturnType<typeof play>, path: string) {
  return caller(simulator, INTERCOM_ACCOUNT)(path);
}
