import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { isUnfiltered } from "../metrics/figure-filter.ts";
import { queryFigures } from "../metrics/kpi-queries.server.ts";
import type { KpiScope, TicketRow } from "../metrics/kpi-report.ts";
import type { Period } from "../metrics/period.ts";
import { countTickets, listTickets } from "../metrics/ticket-list-queries.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { ExportBar, ExportMenu } from "../ui/export-menu.tsx";
import { useFigureFormat } from "../ui/figure-formats.ts";
import { HistoryNotice } from "../ui/history-notice.tsx";
import { ReportHeader } from "../ui/report-header.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { isMoving } from "../ui/sync-view.ts";
import { behind } from "../ui/tickets-behind.ts";
import { readTicketsChoice, type TicketsChoice } from "../ui/tickets-choice.ts";
import { TicketsFigure, UnknownFigureBanner } from "../ui/tickets-figure.tsx";
import { type TicketsPage as ListPage, TicketsList } from "../ui/tickets-list.tsx";
import type { TicketRowView } from "../ui/tickets-table.tsx";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";
import { openReport, readSyncView } from "./open-report.server.ts";

const PAGE_SIZE = 50;

export const handle = { titleKey: "nav.tickets" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { scope, period, view, options, search } = await openReport(request);
  const choice = readTicketsChoice(search);
  const [figures, page, status] = await Promise.all([
    queryFigures(scope, period, [choice.kpi]),
    readPage(scope, period, choice),
    readSyncView(scope.shopId),
  ]);
  return json({
    ...{ view, options, choice, page, status },
    figure: figures[choice.kpi],
    filtered: !isUnfiltered(scope.filter),
  });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function TicketsPage() {
  const t = useText();
  const figures = useFigureFormat();
  const { view, options, choice, figure, page, filtered, status } = useLoaderData<typeof loader>();
  useLiveStatus(isMoving(status));
  const list = behind(choice.kpi);
  const value = figures.figure(choice.kpi, figure, view.average);
  return (
    <AppPage title={t("tickets.title", { kpi: t(`kpi.${choice.kpi}.name`), value })}>
      <BlockStack gap="400">
        {choice.unknownKpi !== null && <UnknownFigureBanner name={choice.unknownKpi} />}
        <ReportHeader view={view} options={options} notice={<HistoryNotice status={status} />} clock />
        <ExportBar>
          <ExportMenu what="tickets" parameters={{ kpi: choice.kpi, part: choice.part }} />
        </ExportBar>
        <TicketsFigure choice={choice} figure={figure} view={view} />
        {list.rows !== "none" && page && <TicketsList choice={choice} list={list} page={page} filtered={filtered} />}
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}

/** Null for a figure that no single ticket is behind. */
async function readPage(scope: KpiScope, period: Period, choice: TicketsChoice): Promise<ListPage | null> {
  const list = behind(choice.kpi);
  if (list.rows === "none") return null;
  const { part, sort, after } = choice;
  const other = part === "hits" ? "all" : "hits";
  const [shown, otherCount] = await Promise.all([
    listTickets(scope, { period, kpi: list.listed, part, sort, after, limit: PAGE_SIZE }),
    list.hits === null ? null : countTickets(scope, { period, kpi: list.listed, part: other }),
  ]);
  const totals = part === "hits" ? { all: otherCount ?? 0, hits: shown.total } : { all: shown.total, hits: otherCount };
  return { rows: shown.rows.map(viewRow), next: shown.next, totals, pageSize: PAGE_SIZE };
}

function viewRow({ account, createdAt, at, ...row }: TicketRow): TicketRowView {
  const helpdesk = HELPDESKS.find(({ vendor }) => vendor === row.vendor);
  return {
    ...row,
    createdAt: createdAt?.toISOString() ?? null,
    at: at.toISOString(),
    ticketUrl: account !== null && row.ticketId !== null ? (helpdesk?.ticketUrl(account, row.ticketId) ?? null) : null,
  };
}
