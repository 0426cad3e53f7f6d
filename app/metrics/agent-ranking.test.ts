import fc from "fast-check";
import { expect, test } from "vitest";
import {
  AGENT_KPIS,
  type AgentKpi,
  type AgentPart,
  intervalOf,
  parseAgentOrder,
  rankAgents,
  splitTeam,
  teamMedian,
  ticketsPerAgent,
  writeAgentOrder,
} from "./agent-ranking.ts";
import type { Figure } from "./figure.ts";

const CONNECTION = "00000000-0000-4000-8000-000000000001";

test("two lucky tickets do not lead a board that is ranked by a rate", () => {
  const parts = [
    agent("Lucky", { one_touch_rate: { value: 1, n: 2 } }),
    agent("Steady", { one_touch_rate: { value: 0.9, n: 50 } }),
    agent("Large", { one_touch_rate: { value: 0.8, n: 1200 } }),
  ];
  expect(namesOf(rankAgents(parts, best("one_touch_rate")))).toEqual(["Steady", "Large", "Lucky"]);
});

test("durations are ranked by their median, the shortest first, and counts by their size, the largest first", () => {
  const parts = [
    agent("Quick", { response_seconds: { value: 60, n: 5, median: 60, mean: 9000 }, replies: count(5) }),
    agent("Slow", { response_seconds: { value: 600, n: 90, median: 600, mean: 700 }, replies: count(90) }),
  ];
  expect(namesOf(rankAgents(parts, best("response_seconds")))).toEqual(["Quick", "Slow"]);
  expect(namesOf(rankAgents(parts, best("replies")))).toEqual(["Slow", "Quick"]);
});

test("an unknown figure stands last whichever end leads, and never counts as 0", () => {
  const parts = [
    agent("Nothing", { csat_positive_rate: { value: null, n: 0 } }),
    agent("Bad", { csat_positive_rate: { value: 0, n: 7 } }),
    agent("Good", { csat_positive_rate: { value: 1, n: 40 } }),
  ];
  expect(namesOf(rankAgents(parts, best("csat_positive_rate")))).toEqual(["Good", "Bad", "Nothing"]);
  const worst = rankAgents(parts, { by: "csat_positive_rate", worstFirst: true });
  expect(namesOf(worst)).toEqual(["Bad", "Good", "Nothing"]);
});

test("ties stand in the order of names from either end, and equal names in the order of keys", () => {
  const parts = ["Cleo", "Ada", "Bo"].map((name) => agent(name, { tickets_closed: count(3) }));
  const twin = { ...agent("Ada", { tickets_closed: count(3) }), key: `${CONNECTION}/0` };
  expect(namesOf(rankAgents([...parts, twin], best("tickets_closed")))).toEqual(["Ada", "Ada", "Bo", "Cleo"]);
  expect(rankAgents([...parts, twin], best("tickets_closed"))[0]?.key).toBe(twin.key);
  expect(namesOf(rankAgents(parts, { by: "tickets_closed", worstFirst: true }))).toEqual(["Ada", "Bo", "Cleo"]);
});

test("a ranking loses nobody and depends on no order of arrival", () => {
  const figure = fc.record({ value: fc.option(fc.double({ min: 0, max: 1, noNaN: true })), n: fc.nat(40) });
  const team = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), figure), {
    selector: ([name]) => name,
    maxLength: 12,
  });
  fc.assert(
    fc.property(team, fc.constantFrom(...AGENT_KPIS), fc.boolean(), (members, by, worstFirst) => {
      const parts = members.map(([name, value]) => agent(name, { [by]: value }));
      const ranked = rankAgents(parts, { by, worstFirst });
      expect(ranked).toHaveLength(parts.length);
      expect(rankAgents([...parts].reverse(), { by, worstFirst })).toEqual(ranked);
    }),
    { numRuns: 100 },
  );
});

test("an order written into an address is read back, and any other text gives the first column", () => {
  for (const by of AGENT_KPIS) {
    for (const worstFirst of [false, true]) {
      expect(parseAgentOrder(writeAgentOrder({ by, worstFirst }))).toEqual({ by, worstFirst });
    }
  }
  for (const text of [null, "", "-", "nps", "--replies"]) {
    expect(parseAgentOrder(text)).toEqual({ by: "tickets_closed", worstFirst: false });
  }
});

test("every part of a team is in exactly one of its rows", () => {
  const [ada, bo] = [agent("Ada", {}), agent("Bo", {})];
  const nobody = { ...agent("", {}), key: "", agent: null, label: null };
  const team = splitTeam([ada, nobody, bo], new Set([bo.key]));
  expect(team).toEqual({ ranked: [ada], notCompared: [bo], nobody });
  expect(splitTeam([], new Set())).toEqual({ ranked: [], notCompared: [], nobody: null });
});

test("the team's middle is that of the values which are known", () => {
  const parts = [10, 30, null, 20].map((value, index) => agent(`A${index}`, { replies: { value, n: null } }));
  expect(teamMedian(parts, "replies")).toBe(20);
  expect(teamMedian(parts.slice(0, 2), "replies")).toBe(20);
  expect(teamMedian([], "replies")).toBeNull();
});

test("the tickets per agent are those of all agents who are compared, also of one who closed none", () => {
  const parts = [0, 2, 10].map((closed) => agent(`A${closed}`, { tickets_closed: count(closed) }));
  expect(ticketsPerAgent(parts)).toEqual({ agents: 3, mean: 4, median: 2 });
  expect(ticketsPerAgent([])).toBeNull();
});

test("a rate without an interval of its own gets Wilson's", () => {
  expect(intervalOf({ value: 0.9, n: 50 })?.low).toBeCloseTo(0.786, 3);
  expect(intervalOf({ value: 0.9, n: 50, interval: { low: 0.1, high: 0.2 } })).toEqual({ low: 0.1, high: 0.2 });
  expect(intervalOf({ value: null, n: 0 })).toBeNull();
});

function best(by: AgentKpi) {
  return { by, worstFirst: false };
}

function count(value: number): Figure {
  return { value, n: null };
}

function namesOf(parts: readonly AgentPart[]): (string | null)[] {
  return parts.map(({ label }) => label);
}

function agent(name: string, given: Partial<Record<AgentKpi, Figure>>): AgentPart {
  const unknown: Figure = { value: null, n: null };
  const figures = {
    tickets_closed: unknown,
    replies: unknown,
    first_response_seconds: unknown,
    response_seconds: unknown,
    one_touch_rate: unknown,
    resolution_seconds: unknown,
    csat_positive_rate: unknown,
    tickets_converted: unknown,
    attributed_revenue_net: unknown,
    ...given,
  };
  const ref = { connectionId: CONNECTION, agentId: name };
  return { key: `${CONNECTION}/${name}`, agent: ref, label: name, helpdesk: "Aspen", figures };
}
