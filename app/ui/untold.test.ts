import { expect, test } from "vitest";
import type { Capabilities } from "../helpdesks/adapter.ts";
import { untoldBy } from "./untold.ts";

const EVERYTHING: Capabilities = {
  ...{ statusHistory: "full", closer: true, ratings: "five-point", automation: true, spam: true },
  ...{ deletions: true, merges: true, ticketCount: true, countsBySpan: true },
};

test("a helpdesk that tells everything has nothing said about it, however it counts", () => {
  expect(untoldBy(EVERYTHING)).toEqual([]);
  expect(untoldBy({ ...EVERYTHING, countsBySpan: false, ratings: "two-point" })).toEqual([]);
});

test("each thing that a helpdesk does not tell is one sentence", () => {
  const lacking: [Partial<Capabilities>, string][] = [
    [{ statusHistory: "latest" }, "capability.status-history"],
    [{ closer: false }, "capability.closer"],
    [{ ratings: null }, "capability.ratings"],
    [{ automation: false }, "capability.automation"],
    [{ spam: false }, "capability.spam"],
    [{ deletions: false }, "capability.deletions"],
    [{ merges: false }, "capability.merges"],
    [{ ticketCount: false }, "capability.ticket-count"],
  ];
  for (const [change, sentence] of lacking) expect(untoldBy({ ...EVERYTHING, ...change })).toEqual([sentence]);
});

test("who closed a ticket is not missed where not even its closing is told", () => {
  expect(untoldBy({ ...EVERYTHING, statusHistory: "none", closer: false })).toEqual(["capability.closing-time"]);
});
