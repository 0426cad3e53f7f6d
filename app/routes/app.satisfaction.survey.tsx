import { type ActionFunctionArgs, type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { type ShouldRevalidateFunctionArgs, useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { shopifyApiKey } from "../platform/shopify.server.ts";
import { type ParsedSurveySettings, parseSurveySettingsForm } from "../surveys/survey-setting-form.ts";
import { readSurveySettings, saveSurveySettings } from "../surveys/survey-setting-store.server.ts";
import { SURVEY_LANGUAGES } from "../surveys/survey-texts.ts";
import { enqueueRecompute } from "../sync/enqueue-jobs.server.ts";
import { readSyncStatus } from "../sync/sync-status.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { surveyHelpdesksOf } from "../ui/survey-helpdesks.ts";
import { SurveyLinks } from "../ui/survey-links.tsx";
import { SurveyPlacements } from "../ui/survey-placements.tsx";
import { SurveySettingsForm } from "../ui/survey-settings-form.tsx";
import { editorAddresses } from "../ui/survey-status.ts";
import { useAddressChoice } from "../ui/use-address-choice.ts";
import { useSurveyDraft } from "../ui/use-survey-draft.ts";
import { useText } from "../ui/use-text.ts";

export const handle = { titleKey: "survey.title" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, domain } = await requireShop(request);
  const [settings, status] = await Promise.all([readSurveySettings(shopId), readSyncStatus(shopId)]);
  return json({
    ...{ settings, shopDomain: domain, editor: editorAddresses(domain, shopifyApiKey) },
    helpdesks: surveyHelpdesksOf(HELPDESKS, status.helpdesks),
  });
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await requireShop(request);
  const parsed = parseSurveySettingsForm(await request.formData());
  if (!parsed.ok) return json<ParsedSurveySettings>(parsed, { status: 422 });
  const { recompute } = await saveSurveySettings(shopId, parsed.settings);
  if (recompute) await enqueueRecompute(shopId);
  return json<ParsedSurveySettings>(parsed);
}

/** What the address chooses is shown without anything being read anew. */
export function shouldRevalidate({ currentUrl, nextUrl, formMethod, ...rest }: ShouldRevalidateFunctionArgs): boolean {
  const isOnlyChoice = !formMethod && currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search;
  return !isOnlyChoice && rest.defaultShouldRevalidate;
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function SurveyPage() {
  const t = useText();
  const { settings, shopDomain, editor, helpdesks } = useLoaderData<typeof loader>();
  const state = useSurveyDraft(settings);
  const [language, onLanguage] = useAddressChoice("language", SURVEY_LANGUAGES, "en");
  return (
    <AppPage title={t("survey.title")} back={{ label: t("nav.satisfaction"), url: "/app/satisfaction" }}>
      <BlockStack gap="600">
        <SurveyPlacements editor={editor} />
        <SurveySettingsForm {...{ state, language, onLanguage }} />
        <SurveyLinks {...{ helpdesks, shopDomain, language, onLanguage }} question={state.draft.csatQuestion} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
