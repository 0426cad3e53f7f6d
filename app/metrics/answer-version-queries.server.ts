import { db } from "../platform/database.server.ts";
import { readComment } from "./answer-comments.server.ts";
import type { AnswerRow } from "./answer-row-queries.server.ts";
import { scoreOf } from "./answer-scores.ts";
import type { AnswerVersion } from "./answer-versions.ts";

interface StoredVersion {
  answeredAt: Date;
  score: number | null;
  positive: boolean;
  nps: number | null;
  surveyId: string | null;
  ordinal: number | null;
  comment: string | null;
  key: string;
}

/** What was answered before each of these answers, oldest first; answers without any earlier version are left out. */
export async function selectEarlierVersions(
  shopId: string,
  rows: readonly AnswerRow[],
): Promise<Map<AnswerRow, AnswerVersion[]>> {
  const [ofSurveys, ofHelpdesks] = await Promise.all([
    selectOfSurveys(
      shopId,
      rows.flatMap(({ surveyId }) => surveyId ?? []),
    ),
    selectOfHelpdesks(
      shopId,
      rows.filter(({ surveyId }) => surveyId === null),
    ),
  ]);
  const byKey = Map.groupBy([...ofSurveys, ...ofHelpdesks], ({ key }) => key);
  return new Map(
    rows.flatMap((row): [AnswerRow, AnswerVersion[]][] => {
      const stored = byKey.get(keyOf(row));
      return stored ? [[row, stored.map((version) => versionOf(shopId, version))]] : [];
    }),
  );
}

function keyOf({ surveyId, connectionId, ticketId }: AnswerRow): string {
  return surveyId ?? `${connectionId}/${ticketId}`;
}

function versionOf(shopId: string, stored: StoredVersion): AnswerVersion {
  const { answeredAt, positive, nps } = stored;
  const { comment } = readComment({ ...stored, shopId });
  return { answeredAt, positive, nps, comment, score: scoreOf(stored.score) };
}

async function selectOfSurveys(shopId: string, surveyIds: readonly string[]): Promise<StoredVersion[]> {
  if (surveyIds.length === 0) return [];
  return db().$queryRaw`
    with wanted as materialized (select ${shopId}::uuid as shop_id, unnest(${[...surveyIds]}::text[]::uuid[]) as survey_id)
    select a.survey_id::text as key, a.answered_at as "answeredAt", a.score, a.score >= 4 as positive, a.nps,
           a.survey_id::text as "surveyId", a.ordinal, a.comment
    from wanted w
    join survey_answer a on a.shop_id = w.shop_id and a.survey_id = w.survey_id
    where not a.is_current
    order by a.survey_id, a.ordinal`;
}

/** Ratings that were replaced, of the tickets of these ratings. */
async function selectOfHelpdesks(
  shopId: string,
  rows: readonly Pick<AnswerRow, "connectionId" | "ticketId">[],
): Promise<StoredVersion[]> {
  if (rows.length === 0) return [];
  const [connectionIds, ticketIds] = [rows.map((row) => row.connectionId), rows.map((row) => row.ticketId)];
  return db().$queryRaw`
    with wanted as materialized (
      select ${shopId}::uuid as shop_id, w.connection_id, w.ticket_id
      from unnest(${connectionIds}::text[]::uuid[], ${ticketIds}::text[]) as w(connection_id, ticket_id))
    select g.connection_id || '/' || g.ticket_id as key, g.rated_at as "answeredAt", g.score::int as score, g.positive,
           null::int as nps, null::text as "surveyId", null::int as ordinal, null::text as comment
    from wanted w
    join rating g on g.shop_id = w.shop_id and g.connection_id = w.connection_id and g.ticket_id = w.ticket_id
    where not g.is_current
    order by g.connection_id, g.ticket_id, g.rated_at, g.rating_id`;
}
