import fc from "fast-check";
import { expect, test } from "vitest";
import { type ContactTicket, findContacts } from "./find-contacts.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 2, 1);

test("a ticket 168 hours after another of the same key repeats it, one a millisecond later does not", () => {
  const exactly = findContacts([ticket("a", 0), ticket("b", 168 * HOUR_MS)]);
  expect(exactly.get("b")).toMatchObject({ repeatContact: true });
  expect(exactly.get("a")).toMatchObject({ repeatContact: false });
  const later = findContacts([ticket("a", 0), ticket("b", 168 * HOUR_MS + 1)]);
  expect(later.get("b")).toMatchObject({ repeatContact: false });
});

test("tickets of one instant do not repeat each other", () => {
  const contacts = findContacts([ticket("a", 0), ticket("b", 0)]);
  expect([...contacts.values()].some(({ repeatContact }) => repeatContact)).toBe(false);
});

test("a ticket is followed up by one created after its closing and at most 168 hours later", () => {
  const closed = { ...ticket("a", 0), closedAt: instant(HOUR_MS) };
  const followedAt = (ms: number) => findContacts([closed, ticket("b", ms)]).get("a")?.followedUp;
  expect([HOUR_MS, HOUR_MS + 1, 169 * HOUR_MS, 169 * HOUR_MS + 1].map(followedAt)).toEqual([false, true, true, false]);
});

test("only a shared tag makes it the same topic", () => {
  const tagged = (name: string, ms: number, tags: string[]) => ({ ...ticket(name, ms), tags });
  const contacts = findContacts([tagged("a", 0, ["size"]), tagged("b", 1, ["refund"]), tagged("c", 2, ["size", "x"])]);
  expect([...contacts].map(([name, { repeatTopic }]) => [name, repeatTopic])).toEqual([
    ["a", false],
    ["b", false],
    ["c", true],
  ]);
});

test("tickets of different keys never meet, however a third one has both", () => {
  const contacts = findContacts([
    ticket("a", 0, "e:1"),
    ticket("b", 1, "e:1"),
    ticket("b", 1, "p:2"),
    ticket("c", 2, "p:2"),
  ]);
  expect(contacts.get("b")?.repeatContact).toBe(true);
  expect(contacts.get("c")?.repeatContact).toBe(true);
  const far = findContacts([ticket("a", 0, "e:1"), ticket("c", 2, "p:2")]);
  expect(far.get("c")?.repeatContact).toBe(false);
});

test("it is what comparing every ticket with every other gives", () => {
  const row = fc.record({
    name: fc.constantFrom("a", "b", "c", "d", "e"),
    key: fc.constantFrom("e:1", "p:2"),
  });
  const details = fc.record({
    hours: fc.constantFrom(0, 1, 100, 168, 169, 300),
    closedAfter: fc.option(fc.constantFrom(-1, 0, 1, 150)),
    tags: fc.subarray(["size", "refund"]),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(row, { selector: ({ name, key }) => name + key }),
      fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e"), details),
      (rows, known) => {
        const tickets = rows.flatMap(({ name, key }): ContactTicket[] => {
          const found = known[name];
          if (!found) return [];
          const createdAt = instant(found.hours * HOUR_MS);
          const closedAt = found.closedAfter === null ? null : instant((found.hours + found.closedAfter) * HOUR_MS);
          return [{ name, key, createdAt, closedAt, tags: found.tags }];
        });
        const contacts = findContacts(tickets);
        for (const [name, found] of contacts) expect(found).toEqual(comparedWithAll(tickets, name));
      },
    ),
  );
});

function comparedWithAll(tickets: readonly ContactTicket[], name: string) {
  const pairs = tickets
    .filter((ticket) => ticket.name === name)
    .flatMap((own) =>
      tickets.filter((other) => other.name !== name && other.key === own.key).map((other) => ({ own, other })),
    );
  const within = (from: Date, to: Date) => to > from && to.getTime() - from.getTime() <= 168 * HOUR_MS;
  const earlier = pairs.filter(({ own, other }) => within(other.createdAt, own.createdAt));
  return {
    repeatContact: earlier.length > 0,
    repeatTopic: earlier.some(({ own, other }) => own.tags.some((tag) => other.tags.includes(tag))),
    followedUp: pairs.some(({ own, other }) => own.closedAt !== null && within(own.closedAt, other.createdAt)),
  };
}

function instant(ms: number): Date {
  return new Date(START_MS + ms);
}

function ticket(name: string, ms: number, key = "e:1"): ContactTicket {
  return { name, key, createdAt: instant(ms), closedAt: null, tags: [] };
}
