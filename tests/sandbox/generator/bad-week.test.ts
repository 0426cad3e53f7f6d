import { DateTime } from "luxon";
import { expect, test } from "vitest";
import { isObject } from "../shopify/values.ts";
import { DEFAULT_NOW, generateDataset } from "./generate-dataset.ts";

const SMALL = { tickets: 200, customers: 120, helpdesks: ["gorgias"] } as const;
const shop = generateDataset({ ...SMALL, badWeek: true });
const weeks = Map.groupBy(answersOf(), ({ answeredAt }) => weekOf(answeredAt));

test("the last complete week is the only bad one, after at least thirteen steady weeks of thirty answers and more", () => {
  const last = weekOf(DateTime.fromJSDate(DEFAULT_NOW).minus({ weeks: 1 }));
  const before = Array.from({ length: 13 }, (_, index) =>
    weekOf(DateTime.fromISO(last, { zone: "Europe/Amsterdam" }).minus({ weeks: index + 1 })),
  );
  for (const week of before) {
    const scores = (weeks.get(week) ?? []).map(({ score }) => score);
    expect(scores.length, week).toBeGreaterThanOrEqual(30);
    expect(meanOf(scores), week).toBeGreaterThan(4);
  }
  expect(meanOf((weeks.get(last) ?? []).map(({ score }) => score))).toBeLessThan(3.3);
});

test("one channel and one agent account for the fall", () => {
  const bad = (weeks.get("2026-11-09") ?? []).filter(({ score }) => score <= 2 && isRated(score));
  const chats = bad.filter(({ channel }) => channel === "chat");
  expect(chats.length / bad.length).toBeGreaterThan(0.75);
  const agents = [...Map.groupBy(chats, ({ agent }) => agent).values()].map((rows) => rows.length);
  expect(Math.max(...agents) / chats.length).toBeGreaterThan(0.5);
});

test("without the option nothing changes", () => {
  expect(generateDataset({ ...SMALL, badWeek: false })).toEqual(generateDataset(SMALL));
});

interface Answer {
  answeredAt: DateTime;
  score: number;
  channel: string;
  agent: string;
}

function answersOf(): Answer[] {
  const tickets = new Map(shop.gorgias?.tickets.map((row) => [row.id, row]));
  return (shop.gorgias?.satisfactionSurveys ?? []).flatMap((survey) => {
    const ticket = tickets.get(survey.ticket_id);
    if (typeof survey.scored_datetime !== "string" || !ticket) return [];
    const assignee = ticket.assignee_user;
    return [
      {
        answeredAt: DateTime.fromISO(survey.scored_datetime, { zone: "Europe/Amsterdam" }),
        score: Number(survey.score),
        channel: String(ticket.channel),
        agent: isObject(assignee) ? String(assignee.name) : "",
      },
    ];
  });
}

function weekOf(at: DateTime): string {
  return at.setZone("Europe/Amsterdam").startOf("week").toISODate() ?? "";
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function isRated(score: number): boolean {
  return Number.isInteger(score) && score >= 1;
}
