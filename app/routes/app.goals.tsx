import { type ActionFunctionArgs, type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { readGoalForm } from "../metrics/goal-form.ts";
import { queryGoalReport } from "../metrics/goal-report.server.ts";
import { saveGoals } from "../metrics/goal-store.server.ts";
import { requireMetricsShop } from "../metrics/shop-queries.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import { AppPage } from "../ui/app-page.tsx";
import { GoalChanges } from "../ui/goal-changes.tsx";
import { GoalForm } from "../ui/goal-form.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { useSavedToast } from "../ui/use-saved-toast.ts";
import { useText } from "../ui/use-text.ts";

export const handle = { titleKey: "nav.goals" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, now } = await requireShop(request);
  const shop = await requireMetricsShop(shopId);
  const { period, ...report } = await queryGoalReport({ ...shop, now });
  return json({ ...report, period: { fromOn: period.fromOn, toOn: period.toOn }, currency: shop.currency });
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, now } = await requireShop(request);
  const { currency, timeZone } = await requireMetricsShop(shopId);
  const sent = readGoalForm(await request.formData(), { currency, todayOn: shopDaysIn(timeZone).dayOf(now) });
  if (!sent) throw new Response(null, { status: 400 });
  if (sent.problems) return json({ problems: sent.problems }, { status: 422 });
  await saveGoals(shopId, sent.changes);
  return json({ problems: null });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function GoalsPage() {
  const t = useText();
  const { standings, changes, todayOn, period, currency } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  useSavedToast(answer, "goals.saved");
  return (
    <AppPage title={t("nav.goals")}>
      <BlockStack gap="400">
        {/* What has been saved comes back in its own spelling: the form begins anew with it. */}
        <GoalForm
          key={JSON.stringify(changes)}
          standings={standings}
          currency={currency}
          todayOn={todayOn}
          period={period}
          problems={answer?.problems ?? null}
        />
        <GoalChanges changes={changes} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
