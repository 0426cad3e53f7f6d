import { expect, test } from "vitest";
import type { FilterOptions } from "../metrics/filter-options.ts";
import { answersOf, filterOf, parseExportArguments } from "./export-arguments.ts";

const PLAIN = ["kpis", "--shop", "a.myshopify.com", "--from", "2026-01-01", "--to", "2026-01-31", "--format", "json"];
const HELPDESK = "00000000-0000-4000-8000-000000000001";
const OPTIONS: FilterOptions = {
  helpdesks: [{ connectionId: HELPDESK, name: "Lake" }],
  agents: [
    { connectionId: HELPDESK, agentId: "1", name: "Ada", helpdesk: "Lake", active: true },
    { connectionId: HELPDESK, agentId: "2", name: "Ada", helpdesk: "Lake", active: false },
  ],
  channels: ["email"],
  tags: ["refund"],
  tickets: null,
};

test("what is needed and nothing else gives KPIs by the calendar, unfiltered", () => {
  const given = parseExportArguments(PLAIN);
  expect(given).toMatchObject({ kind: "kpis", format: "json", clock: "calendar" });
  expect(filterOf(given, OPTIONS)).toEqual({ connectionIds: [], channels: [], agents: [], tags: [] });
});

test.each([
  [[], /^What to export: expected one of kpis, tickets, agents, conversions, answers$/],
  [["kpis"], /^--shop: expected/],
  [["sums", ...PLAIN.slice(1)], /^What to export: expected .*, not sums$/],
  [[...PLAIN, "more"], /^more: is one argument too many$/],
  [[...PLAIN, "--from", "2026-02-30"], /^--from: expected .*YYYY-MM-DD, not 2026-02-30$/],
  [[...PLAIN, "--to", "2025-12-31"], /^--from: 2026-01-01 is after --to 2025-12-31$/],
  [[...PLAIN, "--format", "pdf"], /^--format: expected one of csv, json, xlsx, not pdf$/],
  [[...PLAIN, "--grain", "year"], /^--grain: expected/],
  [[...PLAIN, "--channel", "email", "--channel", "fax"], /^--channel: expected/],
  [[...PLAIN, "--colour", "red"], /^The arguments: Unknown option '--colour'$/],
  [[...PLAIN, "--kpi", "nps"], /^--kpi: goes with tickets only$/],
  [[...PLAIN, "--score", "5"], /^--score: goes with answers only$/],
  [["answers", ...PLAIN.slice(1), "--score", "6"], /^--score: expected one of 5, 4, 3, 2, 1, not 6$/],
  [["answers", ...PLAIN.slice(1), "--source", "sms"], /^--source: expected one of storefront, link, helpdesk/],
  [["agents", ...PLAIN.slice(1), "--by", "channel"], /^--by: goes with kpis only$/],
] as const)("arguments %j are refused in one line that names the one that is wrong", (argv, message) => {
  expect(() => parseExportArguments(argv)).toThrow(message);
});

test("answers are all of them, or those of the scores and sources that are named", () => {
  const named = ["answers", ...PLAIN.slice(1), "--score", "1", "--score", "2", "--source", "link"];
  expect(answersOf(parseExportArguments(named))).toMatchObject({ scores: [2, 1], sources: ["link"] });
  expect(answersOf(parseExportArguments(["answers", ...PLAIN.slice(1)]))).toMatchObject({ scores: [], sources: [] });
});

test("helpdesks and agents go by name or id, and namesakes are all meant", () => {
  const given = parseExportArguments([...PLAIN, "--helpdesk", "Lake", "--agent", "Ada", "--tag", "refund"]);
  expect(filterOf(given, OPTIONS)).toEqual({
    connectionIds: [HELPDESK],
    channels: [],
    agents: ["1", "2"].map((agentId) => ({ connectionId: HELPDESK, agentId })),
    tags: ["refund"],
  });
  const byId = parseExportArguments([...PLAIN, "--helpdesk", HELPDESK, "--agent", `${HELPDESK}/2`]);
  expect(filterOf(byId, OPTIONS).agents).toEqual([{ connectionId: HELPDESK, agentId: "2" }]);
});

test.each([
  ["--helpdesk", "River", /^--helpdesk: the shop has no River; there are Lake$/],
  ["--agent", "Bo", /^--agent: the shop has no Bo; there are Ada$/],
  ["--tag", "vip", /^--tag: no ticket of the shop carries vip$/],
])("what the shop does not have (%s %s) is refused", (name, value, message) => {
  expect(() => filterOf(parseExportArguments([...PLAIN, name, value]), OPTIONS)).toThrow(message);
});
