import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExportRequest } from "../../app/exports/export-request.ts";
import { ANSWER_COLUMNS, type ExportWords, PLAIN_WORDS } from "../../app/exports/export-table.ts";
import { streamExport } from "../../app/exports/stream-export.server.ts";
import { COUNTED_ANSWERS } from "../../app/metrics/answer-list.ts";
import { listAnswers } from "../../app/metrics/answer-queries.server.ts";
import { NO_FILTER } from "../../app/metrics/figure-filter.ts";
import { parsePeriod } from "../../app/metrics/period.ts";
import { db } from "../../app/platform/database.server.ts";
import { exampleShop, exampleTicket } from "../oracle/example-shop.ts";
import { recompute } from "../oracle/recompute.ts";
import { connectionOf, type SavedShop, saveShop, saveTickets } from "../oracle/save-model.ts";
import { saveSurvey } from "./stored-surveys.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";
import { setTestEnvironment } from "./test-environment.ts";

let opened: TestDatabase;
beforeAll(async () => {
  setTestEnvironment();
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

const MARCH = parsePeriod(new URLSearchParams({ from: "2026-03-01", to: "2026-03-31" }), {
  now: new Date("2026-06-01"),
  timeZone: "Asia/Kathmandu",
}).period;
const WORDS: ExportWords = { ...PLAIN_WORDS, column: (id) => `the ${id}`, nobody: () => "Nobody" };

test("the file has a line for each answer, the latest first, with comments in clear and formulas guarded", async () => {
  const saved = await savedExample();
  const [connectionId, ticketId] = [connectionOf(saved, 0), "a,1"];
  const surveyId = await saveSurvey(saved.shopId, {
    ...{ connectionId, ticketId, agentId: "1", source: "link", language: "nl" },
    answers: [{ score: 2, nps: 3, comment: '=HYPERLINK("x")\nte laat', answeredAt: "2026-03-05T09:00:00Z" }],
  });
  const other = await saveSurvey(saved.shopId, {
    ...{ widget: "page", outranked: true },
    answers: [{ score: 5, answeredAt: "2026-03-04T09:00:00Z" }],
  });
  expect(await textOf(await streamExport(requestOf(saved, "csv"), WORDS))).toBe(
    [
      `\ufeff${ANSWER_COLUMNS.map((column) => `the ${column}`).join(",")}`,
      `${surveyId},2026-03-05T14:45:00+05:45,2,false,3,link,nl,Ada,1,email,Aspen,"a,1","'=HYPERLINK(""x"")\nte laat",true`,
      `${other},2026-03-04T14:45:00+05:45,5,true,,storefront,en,Nobody,,chat,,,,false`,
      'r0,2026-03-02T15:45:00+05:45,,true,,helpdesk,,Nobody,,email,Aspen,"a,1",,true',
      "",
    ].join("\r\n"),
  );
});

test("a choice of scores, sources and text narrows the file", async () => {
  const saved = await savedExample();
  await saveSurvey(saved.shopId, { answers: [{ score: 1, comment: "Très tard" }] });
  await saveSurvey(saved.shopId, { answers: [{ score: 5 }] });
  const linesWith = async (choice: Partial<ExportRequest["answers"]>) => {
    const request = { ...requestOf(saved, "json"), answers: { ...COUNTED_ANSWERS, ...choice } };
    const { rows } = JSON.parse(await textOf(await streamExport(request)));
    return rows.map(({ score }: { score: number | null }) => score);
  };
  expect(await linesWith({})).toHaveLength(3);
  expect(await linesWith({ scores: [5] })).toEqual([5]);
  expect(await linesWith({ sources: ["helpdesk"] })).toEqual([null]);
  expect(await linesWith({ text: "tres" })).toEqual([1]);
});

test("a file of several pages holds every answer once, as many that count as the page lists", async () => {
  const saved = await savedExample();
  await insertAnswers(saved, 3_001);
  const { rows } = JSON.parse(await textOf(await streamExport(requestOf(saved, "json"))));
  expect(rows).toHaveLength(3_002);
  expect(new Set(rows.map(({ answer_id }: { answer_id: string }) => answer_id)).size).toBe(3_002);
  const request = { scope: requestOf(saved, "json").scope, period: MARCH, choice: COUNTED_ANSWERS };
  const { total } = await listAnswers(request, { after: null, limit: 1 });
  expect(rows.filter(({ counts }: { counts: boolean }) => counts)).toHaveLength(total);
});

test("a workbook has the answers too", async () => {
  const saved = await savedExample();
  const bytes: Uint8Array[] = [];
  for await (const piece of await streamExport(requestOf(saved, "xlsx"), WORDS)) bytes.push(piece);
  expect(Buffer.concat(bytes).subarray(0, 2).toString()).toBe("PK");
});

function requestOf({ shopId }: SavedShop, format: ExportRequest["format"]): ExportRequest {
  return {
    ...{ kind: "answers", format, shop: "model.example", period: MARCH, comparison: null, grain: null, by: null },
    ...{ kpi: "csat_mean", part: "all", scope: { shopId, filter: NO_FILTER, clock: "calendar" } },
  };
}

/** A shop of one ticket, which was rated good. */
async function savedExample(): Promise<SavedShop> {
  const rating = { score: null, positive: true, agentId: null, ratedAt: new Date("2026-03-02T10:00:00Z") };
  const model = exampleShop({
    timeZone: "Asia/Kathmandu",
    tickets: [exampleTicket("a,1", "2026-03-01T10:00:00Z", { rating })],
  });
  const saved = await saveShop(model);
  await saveTickets(saved, model.tickets);
  await recompute(saved, 50);
  return saved;
}

/** Answers of visitors, several of them at each instant, every third outranked. */
async function insertAnswers({ shopId }: SavedShop, count: number): Promise<void> {
  await db().$executeRaw`
    with given as materialized (
      select i, gen_random_uuid() as survey_id, '2026-03-02T00:00:00Z'::timestamptz + make_interval(secs => i / 7) as at
      from generate_series(1, ${count}::int) as i),
    asked as (
      insert into survey (shop_id, survey_id, subject, source, language, asked_at, answered_at, outranked)
      select ${shopId}::uuid, survey_id, i::text, 'storefront', 'en', at, at, i % 3 = 0 from given)
    insert into survey_answer (shop_id, survey_id, ordinal, answered_at, score, is_current)
    select ${shopId}::uuid, survey_id, 1, at, 5, true from given`;
}

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const piece of pieces) chunks.push(piece);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.concat(chunks));
}
