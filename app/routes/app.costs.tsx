import { type ActionFunctionArgs, type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { queryCostReport } from "../metrics/cost-report.server.ts";
import { readCostRows, writeCostRow } from "../metrics/cost-rows.ts";
import { replaceMonthlyCosts } from "../metrics/cost-store.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { parseCostForm } from "../ui/cost-address.ts";
import { CostForm } from "../ui/cost-form.tsx";
import { CostKinds } from "../ui/cost-kinds.tsx";
import { CostNotes } from "../ui/cost-notes.tsx";
import { CostTiles } from "../ui/cost-tiles.tsx";
import { ReportHeader } from "../ui/report-header.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { useSavedToast } from "../ui/use-saved-toast.ts";
import { useText } from "../ui/use-text.ts";
import { openReport } from "./open-report.server.ts";

export const handle = { titleKey: "nav.costs" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { scope, view, shop, options, search: _, ...days } = await openReport(request);
  const { costs, ...report } = await queryCostReport(scope, days);
  return json({
    ...report,
    view,
    options,
    currency: shop.currency,
    activeDays: shop.activeDays,
    rows: costs.map((cost) => writeCostRow(cost, shop.currency)),
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, currency } = await requireShop(request);
  const rows = parseCostForm(await request.formData());
  if (!rows) throw new Response(null, { status: 400 });
  const { costs, problems } = readCostRows(rows, currency);
  if (problems) return json({ problems }, { status: 422 });
  await replaceMonthlyCosts(shopId, costs);
  return json({ problems: null });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function CostsPage() {
  const t = useText();
  const { report, byKind, goals, view, options, currency, activeDays, rows } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  useSavedToast(answer, "costs.saved");
  const todayMonth = view.period.todayOn.slice(0, 7);
  const form = (
    // A saved list comes back in its own order and spelling: the form begins anew with it.
    <CostForm
      key={JSON.stringify(rows)}
      saved={rows}
      currency={currency}
      firstMonth={todayMonth}
      problems={answer?.problems ?? []}
    />
  );
  const isEmpty = rows.length === 0;
  return (
    <AppPage title={t("nav.costs")}>
      <BlockStack gap="400">
        <ReportHeader view={view} options={options} grain />
        {isEmpty && form}
        <CostTiles report={report} goals={goals} />
        {!isEmpty && <CostKinds byKind={byKind} period={view.period} />}
        {!isEmpty && form}
        <CostNotes activeDays={activeDays} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
