import { db, Prisma } from "../platform/database.server.ts";
import { COUNTED_ANSWERS } from "./answer-list.ts";
import type { AnswerKpi } from "./answer-parts.ts";
import { answerRows } from "./answer-row-queries.server.ts";
import { FIGURE_SOURCES } from "./figure-sources.server.ts";
import { filterOfFacts } from "./filter-sql.server.ts";
import type { Figures, KpiScope } from "./kpi-report.ts";
import type { Period } from "./period.ts";
import { netPromoterScore, rate } from "./statistics.ts";

/** So many tags are told apart, those of the most answers. */
const MOST_TAGS = 25;

/** The answers of one tag or language. */
export interface AnswerPart {
  /** The tag, or the language's tag; "" is a language that nobody told. */
  key: string;
  figures: Figures<AnswerKpi>;
}

interface PartSums {
  key: string;
  n: number;
  positive: number;
  scored: number;
  total: number;
  recommending: number;
  promoters: number;
  detractors: number;
}

/** Answers by the tags of their tickets, those of the most answers first; an answer counts under each of its tags. */
export function queryAnswersByTag(scope: KpiScope, period: Period): Promise<AnswerPart[]> {
  return queryParts(
    scope,
    period,
    Prisma.sql`
      join ticket t on t.shop_id = f.shop_id and t.connection_id = f.connection_id and t.ticket_id = f.ticket_id
      cross join lateral (select distinct u.name as key from unnest(t.tags) as u(name) where u.name <> '') as part`,
  );
}

/** Answers by the language in which the survey asked, those of the most answers first. */
export function queryAnswersByLanguage(scope: KpiScope, period: Period): Promise<AnswerPart[]> {
  return queryParts(scope, period, Prisma.sql`cross join lateral (select coalesce(f.language, '') as key) as part`);
}

async function queryParts(scope: KpiScope, period: Period, part: Prisma.Sql): Promise<AnswerPart[]> {
  const rows = await db().$queryRaw<PartSums[]>`
    with answer as materialized (select f.* from ${answerRows({ scope, period, choice: COUNTED_ANSWERS })})
    select part.key, count(*)::float8 as n, count(*) filter (where f.positive)::float8 as positive,
           count(f.score)::float8 as scored, coalesce(sum(f.score), 0)::float8 as total, count(f.nps)::float8 as recommending,
           count(*) filter (where f.nps >= 9)::float8 as promoters, count(*) filter (where f.nps <= 6)::float8 as detractors
    from answer f ${part}
    group by part.key order by n desc, part.key limit ${MOST_TAGS}::int`;
  return rows.map(({ key, ...sums }) => ({ key, figures: figuresOf(sums) }));
}

function figuresOf(sums: Omit<PartSums, "key">): Figures<AnswerKpi> {
  const { n, positive, scored, total, recommending, promoters, detractors } = sums;
  return {
    csat_positive_rate: rate(positive, n),
    csat_mean: { value: scored === 0 ? null : total / scored, n: scored },
    nps: netPromoterScore(promoters, detractors, recommending),
  };
}

/** Surveys that were shown or sent in a period, and what had become of them by now. */
export interface SurveyCounts {
  shown: number;
  answered: number;
  /** Put away and not answered. */
  dismissed: number;
}

/** The numbers behind the response rate: of the same surveys as it is counted over. */
export async function querySurveyCounts({ shopId, filter }: KpiScope, period: Period): Promise<SurveyCounts> {
  const { asked } = FIGURE_SOURCES;
  const within = (column: string) =>
    Prisma.sql`${Prisma.raw(column)} >= ${period.from} and ${Prisma.raw(column)} < ${period.to}`;
  const [row] = await db().$queryRaw<SurveyCounts[]>`
    select count(*)::float8 as shown, count(*) filter (where s.answered_at is not null)::float8 as answered,
           count(*) filter (where s.answered_at is null and s.dismissed_at is not null)::float8 as dismissed
    from (select f.shop_id, f.row_id from ${asked.from(Prisma.sql`${shopId}::uuid`, within)}
            and ${filterOfFacts(filter, asked.agent)}) f
    join survey s on s.shop_id = f.shop_id and s.survey_id = f.row_id::uuid`;
  return row ?? { shown: 0, answered: 0, dismissed: 0 };
}

/** Whether a shop's survey has ever been shown or set up, and whether there is any answer, of whatever period. */
export async function querySurveyState(shopId: string): Promise<{ hasSurvey: boolean; hasAnswers: boolean }> {
  const [row] = await db().$queryRaw<{ hasSurvey: boolean; hasAnswers: boolean }[]>`
    select exists (select from survey where shop_id = ${shopId}::uuid)
             or exists (select from survey_setting where shop_id = ${shopId}::uuid) as "hasSurvey",
           exists (select from survey_answer where shop_id = ${shopId}::uuid)
             or exists (select from rating where shop_id = ${shopId}::uuid) as "hasAnswers"`;
  return row ?? { hasSurvey: false, hasAnswers: false };
}
