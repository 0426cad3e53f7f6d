import fc from "fast-check";
import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import { formerStaffIn, normaliseReamazeMessages } from "./normalise-messages.ts";
import { parseMessages } from "./parse-reamaze.ts";
import { staffIdOf } from "./staff-id.ts";

const AT = "2026-04-01T12:00:00.001+02:00";
const INES = staffIdOf("ines@shop.example") ?? "";

test("staff are told from customers by the flag, and by the list of staff where there is none", () => {
  expect(one({ user: { email: "rui@post.example", "staff?": false } })).toMatchObject({
    author: "customer",
    agentId: null,
  });
  expect(one({ user: { email: "ines@shop.example", "staff?": true } })).toMatchObject({
    author: "human",
    agentId: INES,
  });
  expect(one({ user: { email: "INES@shop.example" } }, [ines])).toMatchObject({ author: "human", agentId: INES });
  expect(one({ user: { email: "ines@shop.example" } })).toMatchObject({ author: "customer", agentId: null });
  expect(one({ user: { name: "Ines", "staff?": true } })).toMatchObject({ author: "human", agentId: null });
});

test("a note is no message to the customer, and its author is staff even after having left", () => {
  const note = one({ visibility: 1, user: { email: "ines@shop.example", "staff?": false } });
  expect(note).toMatchObject({ isPublic: false, author: "human", agentId: INES });
});

test("a reply that a colleague's overtook was never delivered", () => {
  expect(one({ visibility: 2, user: { email: "ines@shop.example", "staff?": true } })).toMatchObject({
    ...{ isPublic: true, delivered: false },
  });
});

test("a bot is known by its mark, in the message or among the conversation's followers", () => {
  const user = { name: "Helper", email: "helper@shop.example", "staff?": true };
  expect(one({ user: { ...user, "bot?": true } })).toMatchObject({ author: "automation", agentId: null });
  const followers = [
    { name: "Rui", email: "rui@post.example" },
    { ...user, "bot?": true },
  ];
  expect(one({ user, conversation: { slug: "a-mug", followers } })).toMatchObject({ author: "automation" });
  expect(one({ user, conversation: { slug: "a-mug", followers: followers.slice(0, 1) } })).toMatchObject({
    author: "human",
  });
});

test("what nobody is named for was sent by the system", () => {
  expect(one({ user: null })).toMatchObject({ author: "automation", agentId: null, isPublic: true });
});

test("two messages of the same instant stay two, also when nothing tells them apart", () => {
  const twice = [row({ body: "Hello" }), row({ body: "Hello" })];
  expect(idsOf(twice)).toEqual([`a-mug:${Date.parse(AT)}`, `a-mug:${Date.parse(AT)}:2`]);
  expect(new Set(idsOf([...twice, row({ body: "x" }), row({ conversation: { slug: "b" } })])).size).toBe(4);
});

test("messages have the same ids in whichever order and together with whatever else they are read", () => {
  const minute = fc.integer({ min: 0, max: 3 }).map((n) => `2026-04-01T12:00:0${n}.000Z`);
  const message = fc.record({
    ...{ created_at: minute, body: fc.constantFrom("a", "b"), visibility: fc.constantFrom(0, 1) },
    conversation: fc.constantFrom({ slug: "one" }, { slug: "two" }),
    user: fc.constantFrom(
      { email: "rui@post.example", "staff?": false },
      { email: "ines@shop.example", "staff?": true },
    ),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (rows, keys) => {
      const keyed = rows.map((each) => ({ each, key: keys.next().value }));
      const shuffled = keyed.toSorted((left, right) => left.key - right.key).map(({ each }) => each);
      const sorted = (list: object[]) =>
        normalised(list).toSorted((left, right) => (left.messageId < right.messageId ? -1 : 1));
      expect(sorted(shuffled)).toEqual(sorted(rows));
      expect(new Set(idsOf(rows)).size).toBe(rows.length);
    }),
  );
});

test("staff who wrote and are no longer listed are told once, as having left; customers and bots are not", () => {
  const gone = { name: "Bo", email: "bo@shop.example", "staff?": true };
  const rows = [
    row({ user: gone }),
    row({ user: gone, created_at: "2026-04-02T00:00:00Z" }),
    row({ user: { email: "ines@shop.example", "staff?": true } }),
    row({ user: { email: "rui@post.example", "staff?": false } }),
    row({ user: { email: "helper@shop.example", "staff?": true, "bot?": true } }),
  ];
  expect(formerStaffIn(parseMessages(rows).rows, agentsOf([ines]))).toEqual([
    { agentId: staffIdOf("bo@shop.example"), name: "Bo", kind: "human", active: false },
  ]);
});

test("a message that cannot be read is set aside under its conversation and time", () => {
  const { rows, setAside } = parseMessages([row({ created_at: { bad: true } }), row({ conversation: null }), row({})]);
  expect(rows).toHaveLength(1);
  expect(setAside.map(({ vendorRowId }) => vendorRowId)).toEqual(["message a-mug ?", `message ? ${AT}`]);
});

const ines: HelpdeskAgent = { agentId: INES, name: "Ines", kind: "human", active: true };

function agentsOf(agents: HelpdeskAgent[]) {
  return new Map(agents.map((agent) => [agent.agentId, agent]));
}

function row(fields: object): object {
  const user = { email: "rui@post.example", "staff?": false };
  return { body: "Hi", visibility: 0, created_at: AT, user, conversation: { slug: "a-mug" }, ...fields };
}

function normalised(rows: object[], agents: HelpdeskAgent[] = []) {
  return normaliseReamazeMessages(parseMessages(rows).rows, agentsOf(agents));
}

function one(fields: object, agents: HelpdeskAgent[] = []) {
  return normalised([row(fields)], agents)[0];
}

function idsOf(rows: object[]): string[] {
  return normalised(rows).map(({ messageId }) => messageId);
}
