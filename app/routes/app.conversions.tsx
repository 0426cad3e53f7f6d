import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { listCreditedOrders, queryConversions } from "../metrics/conversion-queries.server.ts";
import type { CreditedOrder } from "../metrics/conversions.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { readSyncStatus } from "../sync/sync-status.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { ConversionBreakdown } from "../ui/conversion-breakdown.tsx";
import { ConversionFigureGrid } from "../ui/conversion-figures.tsx";
import { BookedOnOrderDay, CreditRule } from "../ui/credit-rule.tsx";
import { CreditedOrders, type CreditedOrderView } from "../ui/credited-orders.tsx";
import { HistoryNotice } from "../ui/history-notice.tsx";
import { cursorsOf } from "../ui/list-pages.ts";
import { PeriodHeader } from "../ui/period-header.tsx";
import { readPeriod } from "../ui/period-view.ts";
import { RouteError } from "../ui/route-error.tsx";
import { isMoving, viewSyncStatus } from "../ui/sync-view.ts";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";
import { vendorNames } from "../ui/vendors.ts";

const PAGE_SIZE = 50;

export const handle = { titleKey: "nav.conversions" };

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await requireShop(request);
  const { period, view } = readPeriod(request, shop);
  const after = cursorsOf(new URL(request.url).searchParams).at(-1) ?? null;
  const [conversions, list, status] = await Promise.all([
    queryConversions(shop.shopId, period),
    listCreditedOrders(shop.shopId, period, { after, limit: PAGE_SIZE }),
    readSyncStatus(shop.shopId),
  ]);
  return json({
    period: view,
    conversions,
    orders: list.orders.map(viewOrder),
    next: list.next,
    total: list.total,
    status: viewSyncStatus(status, vendorNames(HELPDESKS)),
  });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function ConversionsPage() {
  const t = useText();
  const { period, conversions, orders, next, total, status } = useLoaderData<typeof loader>();
  useLiveStatus(isMoving(status));
  return (
    <AppPage title={t("nav.conversions")}>
      <BlockStack gap="400">
        <PeriodHeader period={period} notice={<HistoryNotice status={status} />} />
        <ConversionFigureGrid current={conversions.current} previous={conversions.previous} />
        <CreditRule rule={conversions.rule} />
        <ConversionBreakdown by="agent" rows={conversions.byAgent} />
        <ConversionBreakdown by="channel" rows={conversions.byChannel} />
        <ConversionBreakdown by="helpdesk" rows={conversions.byHelpdesk} />
        <BookedOnOrderDay booked={conversions.bookedOnOrderDay} lastOrderSyncAt={status.orders.lastSyncedAt} />
        <CreditedOrders orders={orders} next={next} total={total} pageSize={PAGE_SIZE} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}

function viewOrder({ vendor, account, placedAt, ticketCreatedAt, ...order }: CreditedOrder): CreditedOrderView {
  const helpdesk = HELPDESKS.find((known) => known.vendor === vendor);
  return {
    ...order,
    placedAt: placedAt.toISOString(),
    ticketUrl: helpdesk?.ticketUrl(account, order.ticketId) ?? null,
  };
}
