import { type ActionFunctionArgs, type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { queryFilterOptions } from "../metrics/filter-option-queries.server.ts";
import { requireMetricsShop } from "../metrics/shop-queries.server.ts";
import { parseSettingsForm } from "../metrics/shop-settings-form.ts";
import { readShopSettings, saveShopSettings } from "../metrics/shop-settings-store.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { readUserLocale } from "../platform/user-setting-store.server.ts";
import { enqueueRebuild } from "../sync/enqueue-jobs.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { LOCALES } from "../ui/i18n.ts";
import { RouteError } from "../ui/route-error.tsx";
import { type SettingsAnswer, SettingsForm } from "../ui/settings-form.tsx";
import { useText } from "../ui/use-text.ts";

export const handle = { titleKey: "nav.settings" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, userId, timeZone } = await requireShop(request);
  const settings = await readShopSettings(shopId);
  const [{ rule }, { agents, tags }, locale] = await Promise.all([
    requireMetricsShop(shopId),
    queryFilterOptions(shopId),
    readUserLocale(shopId, userId),
  ]);
  return json({ view: { settings, locale, timeZone, rule, options: { agents, tags } } });
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, userId } = await requireShop(request);
  const parsed = parseSettingsForm(await request.formData(), LOCALES);
  if (!parsed.ok) return json<SettingsAnswer>(parsed, { status: 422 });
  const { settings, locale } = parsed;
  const asked = await saveShopSettings(shopId, settings, { userId, locale });
  if (asked.figures || asked.facts) await enqueueRebuild(shopId);
  return json<SettingsAnswer>(parsed);
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function SettingsPage() {
  const t = useText();
  const { view } = useLoaderData<typeof loader>();
  return (
    <AppPage title={t("nav.settings")}>
      <BlockStack gap="400">
        <SettingsForm view={view} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
