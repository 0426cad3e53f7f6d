import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { parseAnswerChoice } from "../metrics/answer-list.ts";
import {
  queryAnswersByLanguage,
  queryAnswersByTag,
  querySurveyCounts,
  querySurveyState,
} from "../metrics/answer-part-queries.server.ts";
import { rankBySatisfaction, SATISFACTION_KPIS, withAnswers } from "../metrics/answer-parts.ts";
import { listAnswers } from "../metrics/answer-queries.server.ts";
import { queryCsatDistribution, queryParts, queryReport } from "../metrics/kpi-queries.server.ts";
import type { Dimension } from "../metrics/kpi-report.ts";
import { AnswerListCard } from "../ui/answer-list-card.tsx";
import { AppPage } from "../ui/app-page.tsx";
import { HistoryNotice } from "../ui/history-notice.tsx";
import { cursorsOf } from "../ui/list-pages.ts";
import { ReportHeader } from "../ui/report-header.tsx";
import type { Report } from "../ui/report-view.ts";
import { RouteError } from "../ui/route-error.tsx";
import { NothingAsked } from "../ui/satisfaction-empty.tsx";
import { SatisfactionLanguages, SatisfactionParts, SatisfactionTags } from "../ui/satisfaction-parts.tsx";
import { SatisfactionScores } from "../ui/satisfaction-scores.tsx";
import { SatisfactionTiles } from "../ui/satisfaction-tiles.tsx";
import { SurveyState } from "../ui/survey-state.tsx";
import { isMoving } from "../ui/sync-view.ts";
import { viewTiles } from "../ui/tile-view.ts";
import { TrendCard, trendKpiOf } from "../ui/trend-card.tsx";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";
import { openReport, readSyncView } from "./open-report.server.ts";

const PAGE_SIZE = 25;

export const handle = { titleKey: "nav.satisfaction" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, options, search, ...report } = await openReport(request);
  const { scope, period, view } = report;
  const choice = parseAnswerChoice(search);
  const [figures, parts, page, state, status] = await Promise.all([
    readFigures(report, search),
    readParts(report, new Set(shop.excludedAgents)),
    listAnswers({ scope, period, choice }, { after: cursorsOf(search).at(-1) ?? null, limit: PAGE_SIZE }),
    querySurveyState(shop.shopId),
    readSyncView(shop.shopId),
  ]);
  return json({
    ...{ ...figures, ...parts, ...state, view, options, choice, status },
    page: { ...page, pageSize: PAGE_SIZE },
    excluded: shop.excludedAgents,
  });
}

async function readFigures({ scope, period, comparison, grain }: Report, search: URLSearchParams) {
  const [report, scores, counts] = await Promise.all([
    queryReport(scope, { period, comparison, grain, kpis: SATISFACTION_KPIS }),
    queryCsatDistribution(scope, period),
    querySurveyCounts(scope, period),
  ]);
  const chosen = trendKpiOf(search, SATISFACTION_KPIS);
  return {
    tiles: viewTiles(report, SATISFACTION_KPIS),
    total: report.figures,
    trend: report.trends[chosen],
    chosen,
    scores,
    counts,
  };
}

async function readParts({ scope, period }: Report, excluded: ReadonlySet<string>) {
  const partsBy = async (by: Dimension) =>
    withAnswers(await queryParts(scope, period, { by, kpis: SATISFACTION_KPIS }));
  const [channels, agents, helpdesks, tags, languages] = await Promise.all([
    partsBy("channel"),
    partsBy("agent"),
    partsBy("helpdesk"),
    queryAnswersByTag(scope, period),
    queryAnswersByLanguage(scope, period),
  ]);
  return { channels, agents: rankBySatisfaction(agents, excluded), helpdesks, tags, languages };
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function SatisfactionPage() {
  const t = useText();
  const data = useLoaderData<typeof loader>();
  const { view, options, status, tiles, total, hasSurvey, hasAnswers } = data;
  useLiveStatus(isMoving(status));
  return (
    <AppPage title={t("nav.satisfaction")}>
      <BlockStack gap="400">
        <ReportHeader view={view} options={options} notice={<HistoryNotice status={status} />} grain />
        <SurveyState hasSurvey={hasSurvey} hasAnswers={hasAnswers} />
        {!hasSurvey && !hasAnswers ? (
          <NothingAsked />
        ) : (
          <>
            <SatisfactionTiles tiles={tiles} counts={data.counts} />
            <TrendCard
              id={data.chosen}
              points={data.trend}
              choices={SATISFACTION_KPIS}
              grain={view.grain}
              average="median"
            />
            <SatisfactionScores scores={data.scores} answers={total.csat_positive_rate.n ?? 0} />
            <SatisfactionParts by="agent" parts={data.agents} total={total} excluded={data.excluded} />
            <SatisfactionParts by="channel" parts={data.channels} total={total} />
            <SatisfactionParts by="helpdesk" parts={data.helpdesks} total={total} />
            <SatisfactionTags parts={data.tags} />
            <SatisfactionLanguages parts={data.languages} />
            <AnswerListCard page={data.page} choice={data.choice} />
          </>
        )}
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
