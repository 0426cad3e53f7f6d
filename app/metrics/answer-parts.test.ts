import { expect, test } from "vitest";
import { rankBySatisfaction, type SatisfactionPart, withAnswers } from "./answer-parts.ts";
import { parseAgentRef } from "./figure-filter.ts";
import { netPromoterScore, rate } from "./statistics.ts";

const HELPDESK = "00000000-0000-4000-8000-000000000001";

test("agents are ranked by the lower end of the interval, whom nobody compares and what is nobody's come last", () => {
  const parts = [
    part("", 9, 9),
    part(`${HELPDESK}/lucky`, 2, 2),
    part(`${HELPDESK}/busy`, 45, 50),
    part(`${HELPDESK}/aside`, 50, 50),
    part(`${HELPDESK}/unrated`, 0, 0),
  ];
  const ranked = rankBySatisfaction(parts, new Set([`${HELPDESK}/aside`]));
  expect(ranked.map(({ key }) => key.slice(HELPDESK.length + 1))).toEqual(["busy", "lucky", "unrated", "aside", ""]);
});

test("parts that nobody was asked about or has rated are left out, and so are the reasons of the others", () => {
  const asked = part("email", 0, 0);
  const shown = { ...asked, figures: { ...asked.figures, csat_response_rate: rate(0, 3) } };
  const rated = part("chat", 1, 2);
  const silent = {
    ...rated,
    figures: { ...rated.figures, nps: { value: null, n: 0, unknown: "no-recommendation" as const } },
  };
  const kept = withAnswers([asked, shown, silent].map((each, index) => ({ ...each, key: String(index) })));
  expect(kept.map(({ key }) => key)).toEqual(["1", "2"]);
  expect(kept[1]?.figures.nps).toEqual({ value: null, n: 0 });
});

function part(key: string, positive: number, n: number): SatisfactionPart {
  const figures = {
    csat_positive_rate: rate(positive, n),
    csat_mean: { value: null, n: 0 },
    nps: netPromoterScore(0, 0, 0),
    csat_response_rate: rate(0, 0),
  };
  return { key, agent: parseAgentRef(key), label: key, helpdesk: null, figures };
}
