import fc from "fast-check";
import { expect, test } from "vitest";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { readStep } from "./changed-tickets.server.ts";
import { type Place, placeAt } from "./walk-cursors.ts";

interface VendorList {
  rows: Row[];
  requests: number;
  /** So many answers will be to an earlier question. */
  staleAnswers: number;
  move(index: number, at: number): void;
  http: HelpdeskHttp;
}

interface Row {
  id: number;
  /** Seconds since the start of the list. */
  at: number;
}

const START = Date.parse("2026-02-01T00:00:00Z");

test("whatever the seconds, moves and the vendor's reading of its filter, no ticket is missed", async () => {
  const seconds = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 220 });
  const moves = fc.array(fc.nat(), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(seconds, moves, fc.boolean(), async (times, movers, isInclusive) => {
      const list = vendorList(times, { isInclusive });
      const seen = await walk(list, (step) => {
        const mover = movers[step];
        if (mover !== undefined) list.move(mover % times.length, 20 + step);
      });
      expect(list.rows.filter(({ id, at }) => seen.get(String(id)) !== at)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test("more tickets than many pages hold within one second are all read, even while some of them move away", async () => {
  const list = vendorList(new Array<number>(1_400).fill(3), { isInclusive: true });
  const seen = await walk(list, (step) => {
    if (step % 5 === 4) list.move(step, 50 + step);
  });
  expect(seen.size).toBe(1_400);
  expect(list.requests).toBeLessThan(90);
});

test("more tickets within one second than the vendor lists end with an error that says so", async () => {
  const list = vendorList(new Array<number>(30_500).fill(3), { isInclusive: true });
  const far: Place = { since: new Date(START + 2000).toISOString(), consumed: 29_990, anchor: "29990" };
  const error = await readStep(list.http, far, QUESTION).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(HelpdeskError);
  expect(error).toMatchObject({ kind: "bad-response", message: expect.stringContaining("same second") });
});

test("a page that belongs to an earlier question is read again, and refused when it stays", async () => {
  const list = vendorList([1, 2, 3, 900, 901], { isInclusive: true });
  const late = placeAt(new Date(START + 890_000).toISOString());
  list.staleAnswers = 1;
  expect((await readStep(list.http, late, QUESTION)).rows.map(({ id }) => id)).toEqual(["4", "5"]);
  list.staleAnswers = 10;
  await expect(readStep(list.http, late, QUESTION)).rejects.toMatchObject({ kind: "bad-response" });
});

test("rows of another list at the same path are doubted, and taken when they stay", async () => {
  const list = vendorList([1, 2, 3], { isInclusive: true });
  const holds = () => false;
  const step = await readStep(list.http, placeAt(new Date(START).toISOString()), { ...QUESTION, holds });
  expect(step.rows).toHaveLength(3);
  expect(list.requests).toBe(3);
});

const QUESTION = { until: null, params: {}, holds: () => true };

/** Reads to the end. @returns the last time of change that was seen of each ticket, in seconds */
async function walk(
  list: ReturnType<typeof vendorList>,
  between: (step: number) => void,
): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  let place = placeAt(new Date(START - 1000).toISOString());
  for (let count = 0; count < 400; count += 1) {
    const stored: Place = JSON.parse(JSON.stringify(place));
    const step = await readStep(list.http, stored, QUESTION);
    for (const { id, updatedAt } of step.rows) seen.set(id, ((updatedAt?.getTime() ?? 0) - START) / 1000);
    if (step.isEnd) return seen;
    between(count);
    place = step.place;
  }
  throw new Error("The walk does not end");
}

/** A list as the vendor gives it: by time of change and then by id, in pages that are counted from its start. */
function vendorList(times: readonly number[], { isInclusive }: { isInclusive: boolean }): VendorList {
  const rows: Row[] = times.map((at, index) => ({ id: index + 1, at }));
  const list: VendorList = {
    rows,
    requests: 0,
    staleAnswers: 0,
    move(index: number, at: number) {
      const row = rows[index];
      if (row) row.at = at;
    },
    http: fakeHttp((params) => {
      list.requests += 1;
      const since = list.staleAnswers-- > 0 ? -1 : (Date.parse(String(params.updated_since)) - START) / 1000;
      const [page, size] = [Number(params.page), Number(params.per_page)];
      if (page > 300) throw new HelpdeskError("bad-response", "No page after the 300th", { status: 400 });
      const changed = rows.filter(({ at }) => (isInclusive ? at >= since : at > since));
      return changed
        .sort((one, other) => one.at - other.at || one.id - other.id)
        .slice((page - 1) * size, page * size)
        .map(({ id, at }) => ({ id, updated_at: new Date(START + at * 1000).toISOString() }));
    }),
  };
  return list;
}

function fakeHttp(answer: (params: Record<string, unknown>) => unknown): HelpdeskHttp {
  const refuse = async () => {
    throw new Error("Only lists are read here");
  };
  const http: HelpdeskHttp = {
    origin: "https://pine-shop.freshdesk.com",
    get: async (_path, params = {}) => ({ json: answer(params), headers: new Headers(), status: 200 }),
    ...{ post: refuse, delete: refuse, withPriority: () => http },
  };
  return http;
}
