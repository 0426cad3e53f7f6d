import fc from "fast-check";
import { expect, test } from "vitest";
import type { Walk } from "../../app/helpdesks/adapter.ts";
import { HelpdeskError } from "../../app/helpdesks/helpdesk-error.ts";
import type { Json } from "../../app/helpdesks/json.ts";
import { HELPDESKS } from "../../app/helpdesks/registry.server.ts";
import type { FaultRule } from "../sandbox/helpdesks/faults.ts";
import {
  type AccountUnderTest,
  AT,
  MINUTE,
  openSample,
  readFully,
  readHistory,
  readPage,
  readStream,
} from "./account-under-test.ts";
import { countOf, idsIn, lostTickets, withoutTickets } from "./arrived.ts";

const WALKS: Walk[] = ["history", "current"];

/** What every helpdesk has to do when something goes wrong. */
for (const adapter of HELPDESKS) {
  const name = adapter.displayName;
  const open = (faults: FaultRule[] = []) => openSample(adapter, faults);
  let undisturbed: Promise<AccountUnderTest> | undefined;
  const fullyRead = () => {
    undisturbed ??= readFully(open());
    return undisturbed;
  };

  test(`${name}: passing faults of every kind leave no trace in what arrives`, async () => {
    const { arrived } = await fullyRead();
    const account = await readFully(open(PASSING_FAULTS));
    expect(account.simulator.faults.struck()).toBeGreaterThan(5);
    expect(idsIn(account.arrived)).toEqual(idsIn(arrived));
    expect(account.arrived.setAside.size).toBe(0);
  });

  test(`${name}: a page that comes twice by accident loses nothing`, async () => {
    const { arrived } = await fullyRead();
    const account = await readFully(open([{ fault: { kind: "repeat-page" }, skip: 1, probability: 0.2, times: 30 }]));
    expect(account.simulator.faults.struck("repeat-page")).toBeGreaterThan(0);
    expect(idsIn(account.arrived)).toEqual(idsIn(arrived));
  });

  test(`${name}: a page that comes again for ever ends the walk with an error or its true end, never a loop`, async () => {
    for (const stream of adapter.streams) {
      const account = open([{ fault: { kind: "repeat-page" }, skip: 2 }]);
      const from = adapter.startCursor(stream, "history", AT);
      const error = await failureOf(readStream(account, { stream, walk: "history", from }));
      expect([null, "bad-response"]).toContain(error?.kind ?? null);
      expect(account.simulator.requests.total).toBeLessThan(300);
    }
  });

  test(`${name}: a row that cannot be read is set aside with a reason, and the rest of its page arrives`, async () => {
    for (const stream of adapter.streams.filter((candidate) => !["agents", "customers"].includes(candidate))) {
      const account = open([{ fault: { kind: "bad-row" }, times: 1 }]);
      await readStream(account, { stream, walk: "history", from: adapter.startCursor(stream, "history", AT) });
      const whole = open();
      await readStream(whole, { stream, walk: "history", from: adapter.startCursor(stream, "history", AT) });
      expect.soft(account.arrived.setAside.size, stream).toBeGreaterThan(0);
      for (const reason of account.arrived.setAside.values()) expect(reason).toMatch(/^[\w.]+: /);
      // A ticket that cannot be read takes with it what is told beside it, and nothing else.
      const lost = lostTickets(whole.arrived, account.arrived);
      expect.soft(lost.length, stream).toBeLessThanOrEqual(1);
      const others = countOf(withoutTickets(whole.arrived, lost)) - 4;
      expect.soft(countOf(account.arrived), stream).toBeGreaterThan(others);
    }
  });

  test(`${name}: fields that are null, and fields that nobody knows, do not disturb`, async () => {
    const { arrived } = await fullyRead();
    const account = await readFully(open([{ fault: { kind: "extra-nulls" } }]));
    expect(idsIn(account.arrived)).toEqual(idsIn(arrived));
  });

  test(`${name}: good credentials are verified, and the account is told`, async () => {
    const { http } = open();
    const account = await adapter.verify(http);
    expect(account.name).toMatch(/canal/i);
    expect(account.tickets === null).toBe(!adapter.capabilities.ticketCount);
  });

  test(`${name}: a wrong or revoked key is called unauthorised, at once and without naming the key`, async () => {
    const account = open();
    const secret = adapter.credentialFields.find((field) => field.kind === "secret")?.name ?? "";
    const wrong = await failureOf(adapter.verify(account.openWith({ [secret]: "not-the-key" })));
    account.simulator.revokeAccess();
    const revoked = await failureOf(adapter.verify(account.http));
    const syncing = await failureOf(readHistory(account));
    for (const error of [wrong, revoked, syncing]) {
      expect(error?.kind).toBe("unauthorised");
      expect(`${error?.message} ${error?.stack} ${String(error?.cause)}`).not.toMatch(/not-the-key|Basic /);
    }
    expect(account.simulator.requests.total).toBeLessThanOrEqual(4);
  });

  const { wrongAccount } = open().simulator;
  if (wrongAccount !== null)
    test(`${name}: an account that does not exist is called a wrong account`, async () => {
      const error = await failureOf(adapter.verify(open().openWith(wrongAccount)));
      expect(error?.kind).toBe("wrong-account");
    });

  test(`${name}: a user without the right to something that a sync needs is refused when connecting`, async () => {
    const { simulator, http } = open();
    await adapter.verify(http);
    // Getting an access token reads nothing.
    const paths = simulator.requests.recent().flatMap(({ path }) => (path.includes("oauth") ? [] : path));
    for (const path of new Set(paths)) {
      const faults: FaultRule[] = [
        { fault: { kind: "forbidden" }, match: new RegExp(path.replaceAll(/[./]/g, "\\$&")) },
      ];
      expect.soft((await failureOf(adapter.verify(open(faults).http)))?.kind, path).toBe("forbidden");
    }
  });

  test(`${name}: a helpdesk that stays down, sends pages or never answers fails with a kind that says so`, async () => {
    const kinds = [
      [{ kind: "status", status: 503 }, "unavailable"],
      [{ kind: "network-error" }, "unavailable"],
      [{ kind: "html" }, "not-json"],
      [{ kind: "cut-body" }, "not-json"],
      [{ kind: "hang" }, "timeout"],
      [{ kind: "status", status: 429, retryAfterSeconds: 1_000_000_000 }, "rate-limited"],
      [{ kind: "wrong-json-type" }, "bad-response"],
    ] as const;
    for (const [fault, kind] of kinds) {
      const account = open([{ fault }]);
      const [stream = ""] = adapter.streams;
      const cursor = adapter.startCursor(stream, "history", AT);
      const error = await failureOf(readPage(account, { stream, walk: "history", cursor }));
      expect.soft(error?.kind, fault.kind).toBe(kind);
      expect(account.simulator.faults.struck()).toBeLessThanOrEqual(5);
    }
  });

  test(`${name}: a cursor that is garbage, negative, from the future or from the other walk is refused unread`, async () => {
    const account = open();
    const future = new Date(AT.getTime() + 60 * MINUTE);
    for (const [stream, walk] of adapter.streams.flatMap((each) => WALKS.map((walk) => [each, walk] as const))) {
      const valid = adapter.startCursor(stream, walk, AT);
      const otherWalk = adapter.startCursor(stream, walk === "history" ? "current" : "history", AT);
      const strange: Json[] = [null, 0, -1, "", "null", [], {}, { next: 5 }, { ...asObject(valid), more: 1 }];
      const isTimed = JSON.stringify(valid) !== JSON.stringify(adapter.startCursor(stream, walk, future));
      if (isTimed) strange.push(adapter.startCursor(stream, walk, future), otherWalk, negated(valid));
      for (const cursor of strange) {
        const error = await failureOf(readPage(account, { stream, walk, cursor }));
        expect.soft(error?.kind, `${stream} ${walk} ${JSON.stringify(cursor)}`).toBe("bad-response");
      }
    }
    const unknown = readPage(account, { stream: "constructor", walk: "history", cursor: null });
    expect((await failureOf(unknown))?.kind).toBe("bad-response");
    expect(account.simulator.requests.total).toBe(0);
  });

  test(`${name}: no cursor at all can make a walk do anything but refuse it`, async () => {
    const account = open();
    const cursors = fc.jsonValue().filter((value) => typeof value !== "object" || value === null || !("walk" in value));
    await fc.assert(
      fc.asyncProperty(cursors, fc.constantFrom(...adapter.streams), async (value, stream) => {
        const cursor: Json = JSON.parse(JSON.stringify(value));
        const error = await failureOf(readPage(account, { stream, walk: "current", cursor }));
        expect(error?.kind).toBe("bad-response");
      }),
      { numRuns: 60 },
    );
  });
}

const PASSING_FAULTS: FaultRule[] = [
  { fault: { kind: "status", status: 429, retryAfterSeconds: 3 }, probability: 0.05 },
  { fault: { kind: "status", status: 500 }, probability: 0.04 },
  { fault: { kind: "html" }, probability: 0.04 },
  { fault: { kind: "cut-body" }, probability: 0.04 },
  { fault: { kind: "network-error" }, probability: 0.04 },
  { fault: { kind: "hang" }, probability: 0.02 },
];

async function failureOf(work: Promise<unknown>): Promise<HelpdeskError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof HelpdeskError) return error;
    throw error;
  }
}

function asObject(cursor: Json): Record<string, Json> {
  return typeof cursor === "object" && cursor !== null && !Array.isArray(cursor) ? cursor : {};
}

/** Every time in the cursor put before 1970. */
function negated(cursor: Json): Json {
  return JSON.parse(
    JSON.stringify(cursor)
      .replaceAll(/\d{9,}/g, "-$&")
      .replaceAll(/"20\d\d-/g, '"-1900-'),
  );
}
