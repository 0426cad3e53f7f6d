import { type ActionFunctionArgs, type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { z } from "zod";
import { queryAlertReport } from "../alerts/alert-report.server.ts";
import { readAlertSettingForm } from "../alerts/alert-setting.ts";
import { readAlertSetting, saveAlertSetting } from "../alerts/alert-setting-store.server.ts";
import { acknowledgeAlert } from "../alerts/alert-store.server.ts";
import { requireMetricsShop } from "../metrics/shop-queries.server.ts";
import { mailSettings } from "../platform/mail.server.ts";
import { requireShop, type ShopContext } from "../platform/shop-context.server.ts";
import { sendTestAlert } from "../sync/deliver-alert.server.ts";
import { AlertDetail } from "../ui/alert-detail.tsx";
import { AlertList } from "../ui/alert-list.tsx";
import { AlertSettings, type TestAnswer } from "../ui/alert-settings.tsx";
import { WatchedKpis } from "../ui/alert-watched.tsx";
import { writeAlert } from "../ui/alert-writer.ts";
import { AppPage } from "../ui/app-page.tsx";
import { LOCALES } from "../ui/i18n.ts";
import { RouteError } from "../ui/route-error.tsx";
import { useSavedToast } from "../ui/use-saved-toast.ts";
import { useText } from "../ui/use-text.ts";

export const handle = { titleKey: "nav.alerts" };

const alertId = z.uuid();

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, now } = await requireShop(request);
  const shop = await requireMetricsShop(shopId);
  const asked = alertId.safeParse(new URL(request.url).searchParams.get("alert"));
  const [report, setting] = await Promise.all([
    queryAlertReport(shop, { alertId: asked.success ? asked.data : null, now }),
    readAlertSetting(shopId),
  ]);
  return json({ ...report, setting, canMail: mailSettings() !== null });
}

export async function action({ request }: ActionFunctionArgs) {
  const context = await requireShop(request);
  const form = await request.formData();
  const intent = form.get("intent");
  if (intent === "acknowledge") return acknowledge(context, form);
  if (intent === "test") {
    const outcome = await sendTestAlert(context.shopId, { write: writeAlert, mail: mailSettings() });
    return json<TestAnswer>({ outcome });
  }
  return saveSettings(context, form);
}

async function acknowledge(context: ShopContext, form: FormData) {
  const asked = alertId.safeParse(form.get("alertId"));
  if (!asked.success) throw new Response(null, { status: 400 });
  await acknowledgeAlert(context, asked.data, context.now);
  return json({ ok: true });
}

async function saveSettings({ shopId, now }: ShopContext, form: FormData) {
  const sent = readAlertSettingForm(form, LOCALES);
  if (!sent) throw new Response(null, { status: 400 });
  if (sent.problems) return json({ problems: sent.problems, savedAt: null }, { status: 422 });
  await saveAlertSetting(shopId, sent.setting);
  return json({ problems: null, savedAt: now.getTime() });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function AlertsPage() {
  const t = useText();
  const { alerts, shown, watched, setting, canMail } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof saveSettings>();
  useSavedToast(answer, "alerts.settings.saved");
  return (
    <AppPage title={t("nav.alerts")}>
      <BlockStack gap="400">
        {shown && <AlertDetail key={shown.alert.alertId} alert={shown.alert} weeks={shown.weeks} />}
        <AlertList alerts={alerts} shownId={shown?.alert.alertId ?? null} />
        <WatchedKpis watched={watched} />
        {/* What has been saved comes back in its own spelling: the form begins anew with it. */}
        <AlertSettings
          key={JSON.stringify([setting, answer?.savedAt])}
          setting={setting}
          canMail={canMail}
          problems={answer?.problems ?? null}
        />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
