import { expect, test } from "vitest";
import { KPI_IDS, kpi } from "../metrics/kpi-book.ts";
import { behind, dayColumnOf, POPULATIONS } from "./tickets-behind.ts";
import { readTicketsChoice, sortsOf } from "./tickets-choice.ts";

const read = (search: string) => readTicketsChoice(new URLSearchParams(search));

test("without a figure, and for one that there is not, the list is of the tickets created, and the second is said", () => {
  expect(read("")).toEqual({ kpi: "tickets_created", unknownKpi: null, part: "all", sort: "newest", after: null });
  expect(read("kpi=tickets_lost")).toMatchObject({ kpi: "tickets_created", unknownKpi: "tickets_lost" });
});

test("only a rate has hits, and only rows with a value are sorted by it", () => {
  expect(read("kpi=one_touch_rate&part=hits")).toMatchObject({ part: "hits" });
  expect(read("kpi=tickets_closed&part=hits&sort=longest")).toMatchObject({ part: "all", sort: "newest" });
  expect(read("kpi=response_seconds&sort=longest")).toMatchObject({ sort: "longest" });
  expect(read("kpi=response_seconds&sort=sideways")).toMatchObject({ sort: "newest" });
  expect(sortsOf(behind("support_cost"))).toEqual(["newest", "oldest"]);
});

test("the page that is shown begins where the last of those turned began", () => {
  expect(read("kpi=replies&after=a&after=b")).toMatchObject({ after: "b" });
});

test("every rate has a list of all its tickets and one of its hits; figures that are no rates have no hits", () => {
  for (const id of KPI_IDS) {
    const list = behind(id);
    if (list.rows === "none") continue;
    const isRate =
      kpi(id).formula.kind === "rate" || id === "first_contact_resolution_rate" || id === "cohort_maturity";
    expect(list.hits !== null, id).toBe(isRate);
    expect(kpi(list.listed).day, id).toBe(list.listed === id ? kpi(id).day : "created");
  }
});

test("every population that has words is behind some figure", () => {
  const lists = KPI_IDS.map(behind).flatMap((list) => (list.rows === "none" ? [] : [list.all, list.hits ?? list.all]));
  expect(new Set(lists)).toEqual(new Set(POPULATIONS));
});

test("a list names the instant that decides its day wherever that is not the creation", () => {
  expect(KPI_IDS.filter((id) => behind(id).rows === "tickets" && kpi(id).day === "closed").map(dayColumnOf)).toContain(
    "closed",
  );
  expect(dayColumnOf("tickets_created")).toBeNull();
  expect(dayColumnOf("tickets_unanswered")).toBeNull();
  expect(dayColumnOf("csat_mean")).toBe("rated");
});
