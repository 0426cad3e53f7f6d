import { expect, test } from "vitest";
import type { FilterOptions } from "../metrics/filter-options.ts";
import { type ReportShop, readReport, unknownChoices, withKnownFilter } from "./report-view.ts";

const HELPDESK = "0f8fad5b-d9cb-469f-a165-70867728950e";
const GONE = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

test("an address without parameters is the last thirty days against the thirty before, unfiltered, by the calendar", () => {
  const { period, comparison, scope, grain, view } = read("");
  expect([period.fromOn, period.toOn]).toEqual(["2026-10-24", "2026-11-22"]);
  expect([comparison.fromOn, comparison.toOn]).toEqual(["2026-09-24", "2026-10-23"]);
  expect(scope.filter).toEqual({ connectionIds: [], channels: [], agents: [], tags: [] });
  expect([scope.clock, grain, view.average]).toEqual(["calendar", "day", "median"]);
});

test("a year can be compared with the one before it", () => {
  const { comparison, view } = read("from=2026-03-01&to=2026-03-31&compare=year");
  expect([comparison.fromOn, comparison.toOn]).toEqual(["2025-03-01", "2025-03-31"]);
  expect(view.period.previous).toEqual({ fromOn: "2025-03-01", toOn: "2025-03-31" });
});

test("business hours count only in a shop that has set them", () => {
  expect(read("clock=business").scope.clock).toBe("calendar");
  const hours = { week: [[], [], [], [], [], [], []], holidays: [] };
  expect(read("clock=business", { businessHours: hours }).scope.clock).toBe("business");
});

test("the week of a preset begins on the shop's day", () => {
  expect(read("preset=this-week", { weekStart: 7 }).period.fromOn).toBe("2026-11-22");
  expect(read("preset=this-week").period.fromOn).toBe("2026-11-16");
});

test("what the shop does not have is left out of the filter and stays in the view for the page to tell", () => {
  const search = new URLSearchParams([
    ["helpdesk", HELPDESK],
    ["helpdesk", GONE],
    ["agent", `${HELPDESK}/7`],
    ["agent", `${HELPDESK}/8`],
    ["tag", "refund"],
    ["tag", "unheard of"],
    ["channel", "email"],
    ["channel", "pigeon"],
  ]);
  const asked = read(search.toString());
  const { scope, view } = withKnownFilter(asked, OPTIONS);
  expect(scope.filter).toEqual({
    connectionIds: [HELPDESK],
    channels: ["email"],
    agents: [{ connectionId: HELPDESK, agentId: "7" }],
    tags: ["refund"],
  });
  expect(unknownChoices(view, OPTIONS)).toEqual([
    { parameter: "helpdesk", text: GONE },
    { parameter: "agent", text: `${HELPDESK}/8` },
    { parameter: "tag", text: "unheard of" },
  ]);
  expect(view.unreadable).toEqual(["pigeon"]);
});

const OPTIONS: FilterOptions = {
  helpdesks: [{ connectionId: HELPDESK, name: "Desk" }],
  agents: [{ connectionId: HELPDESK, agentId: "7", name: "Ada", helpdesk: "Desk", active: true }],
  channels: ["email"],
  tags: ["refund"],
  tickets: { firstOn: "2025-01-01", lastOn: "2026-11-22" },
};

function read(search: string, shop: Partial<ReportShop> = {}) {
  return readReport(new Request(`https://app.example/app?${search}`), {
    shopId: GONE,
    timeZone: "Europe/Amsterdam",
    now: new Date("2026-11-22T10:00:00Z"),
    weekStart: 1,
    businessHours: null,
    currency: "EUR",
    rule: { windowDays: 5, anchor: "created", replyRequired: true },
    activeDays: 90,
    excludedTags: [],
    excludedAgents: [],
    generation: 0,
    ...shop,
  });
}
