import { type ActionFunctionArgs, type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useRouteError } from "@remix-run/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { ImportFileError } from "../imports/import-problem.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { openMappingStep, previewMapping, readWishes, submitMapping } from "../sync/import-mapping-step.server.ts";
import { listProblems } from "../sync/import-progress.server.ts";
import { listFileHelpdesks } from "../sync/import-store.server.ts";
import { requireImport } from "../sync/require-import.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { ImportMappingStep } from "../ui/import-mapping-step.tsx";
import { ImportResult } from "../ui/import-result.tsx";
import { isImporting, viewImport } from "../ui/import-view.ts";
import { RouteError } from "../ui/route-error.tsx";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";

const MOST_SHOWN = 10;

export const handle = { titleKey: "import.title" };

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, timeZone } = await requireShop(request);
  const file = await requireImport(shopId, params.importId);
  const view = viewImport(file);
  if (file.status !== "uploaded") {
    const problems = await listProblems(file, { afterLine: 0, limit: MOST_SHOWN });
    return json({ file: view, problems, step: null, helpdesks: [], zones: [] });
  }
  const wishes = readWishes(new URL(request.url).searchParams);
  const step = await openMappingStep(file, { timeZone, wishes });
  const helpdesks = await listFileHelpdesks(shopId);
  return json({ file: view, problems: [], step, helpdesks, zones: zonesWith(timeZone, step.mapping.timeZone) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, redirect } = await requireShop(request);
  const file = await requireImport(shopId, params.importId);
  if (file.status !== "uploaded") return redirect(`/app/helpdesks/import/${file.importId}`);
  const form = await request.formData();
  const wishes = readWishes(new URL(request.url).searchParams);
  try {
    if (form.get("intent") === "preview") {
      const preview = await previewMapping(file, form.get("mapping"), wishes);
      return preview ? json({ preview, refused: false }) : json({ refused: true }, { status: 422 });
    }
    const started = await submitMapping(file, form.get("submitted"), wishes);
    if (started) return redirect(`/app/helpdesks/import/${file.importId}`);
  } catch (error) {
    if (!(error instanceof ImportFileError)) throw error;
  }
  return json({ refused: true }, { status: 422 });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function ImportedFilePage() {
  const t = useText();
  const { file, problems, step, helpdesks, zones } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  useLiveStatus(isImporting(file));
  const csv = step?.mapping.csv;
  return (
    <AppPage
      title={t("import.of", { file: file.fileName })}
      back={{ label: t("import.title"), url: "/app/helpdesks/import" }}
    >
      {step ? (
        <ImportMappingStep
          key={`${step.mapping.content} ${csv?.delimiter} ${csv?.encoding}`}
          step={step}
          helpdesks={helpdesks}
          zones={zones}
          refused={answer?.refused ?? false}
        />
      ) : (
        <ImportResult file={file} problems={problems} />
      )}
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}

function zonesWith(...chosen: string[]): string[] {
  return [...new Set([...chosen, "UTC", ...Intl.supportedValuesOf("timeZone")])];
}
