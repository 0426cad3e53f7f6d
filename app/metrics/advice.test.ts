import { expect, test } from "vitest";
import { findLeads, LEAD_KPIS } from "./advice.ts";
import { AGENT_KPIS, type AgentKpi, type AgentPart } from "./agent-ranking.ts";
import type { Figure } from "./figure.ts";

test("an agent leads in a rate when the whole interval lies above the middle agent's", () => {
  const team = [rated("Ada", 0.95, 400), rated("Bo", 0.7, 400), rated("Cleo", 0.68, 400)];
  expect(findLeads(team)).toEqual([{ kpi: "csat_positive_rate", key: "Ada", name: "Ada", value: 0.95, typical: 0.7 }]);
  expect(findLeads([rated("Ada", 0.74, 400), rated("Bo", 0.7, 400), rated("Cleo", 0.68, 400)])).toEqual([]);
});

test("few answers make no lead, however good they are", () => {
  expect(findLeads([rated("Ada", 1, 4), rated("Bo", 0.7, 400), rated("Cleo", 0.69, 400)])).toEqual([]);
});

test("an agent leads in a duration when it is half the middle agent's and both have 30 values", () => {
  const team = (n: number) => [timed("Ada", 600, n), timed("Bo", 1200, 50), timed("Cleo", 3000, 50)];
  expect(findLeads(team(30))).toMatchObject([{ kpi: "first_response_seconds", key: "Ada", value: 600, typical: 1200 }]);
  expect(findLeads(team(29))).toEqual([]);
  expect(findLeads([timed("Ada", 601, 50), timed("Bo", 1200, 50), timed("Cleo", 3000, 50)])).toEqual([]);
});

test("the middle of four is the better of the two in the middle", () => {
  const team = [timed("Ada", 600, 50), timed("Bo", 1100, 50), timed("Cleo", 3000, 50), timed("Di", 3000, 50)];
  expect(findLeads(team)).toEqual([]);
});

test("there is no lead among fewer than three agents whose figure is known", () => {
  const unknown = part("Cleo", {});
  expect(findLeads([rated("Ada", 1, 400), rated("Bo", 0.1, 400), unknown])).toEqual([]);
  expect(findLeads([])).toEqual([]);
});

test("one agent may lead in every figure that is looked at", () => {
  const figures = (share: number, seconds: number): Partial<Record<AgentKpi, Figure>> => ({
    csat_positive_rate: { value: share, n: 500 },
    one_touch_rate: { value: share, n: 500 },
    first_response_seconds: { value: seconds, n: 500 },
    resolution_seconds: { value: seconds, n: 500 },
  });
  const team = [part("Bo", figures(0.5, 900)), part("Ada", figures(0.9, 90)), part("Cleo", figures(0.4, 900))];
  expect(findLeads(team).map(({ kpi, key }) => [kpi, key])).toEqual(LEAD_KPIS.map((id) => [id, "Ada"]));
});

function rated(name: string, value: number, n: number): AgentPart {
  return part(name, { csat_positive_rate: { value, n } });
}

function timed(name: string, value: number, n: number): AgentPart {
  return part(name, { first_response_seconds: { value, n, median: value } });
}

function part(name: string, given: Partial<Record<AgentKpi, Figure>>): AgentPart {
  const unknown: Figure = { value: null, n: 0 };
  // Proof: an entry is made for every id of the list that the type is made of.
  const none = Object.fromEntries(AGENT_KPIS.map((id) => [id, unknown])) as Record<AgentKpi, Figure>;
  const agent = { connectionId: "00000000-0000-4000-8000-000000000001", agentId: name };
  return { key: name, agent, label: name, helpdesk: null, figures: { ...none, ...given } };
}
