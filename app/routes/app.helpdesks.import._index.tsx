import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { requireShop } from "../platform/shop-context.server.ts";
import { listImports } from "../sync/import-store.server.ts";
import { MOST_FILE_BYTES } from "../sync/import-upload.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { ImportList } from "../ui/import-list.tsx";
import { ImportUploadCard } from "../ui/import-upload-card.tsx";
import { isImporting, viewImport } from "../ui/import-view.ts";
import { RouteError } from "../ui/route-error.tsx";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";

const MOST_LISTED = 20;

export const handle = { titleKey: "import.title" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const imports = await listImports(shopId, MOST_LISTED);
  return json({ imports: imports.map(viewImport), mostMegabytes: MOST_FILE_BYTES / 1024 / 1024 });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function ImportPage() {
  const t = useText();
  const { imports, mostMegabytes } = useLoaderData<typeof loader>();
  useLiveStatus(imports.some(isImporting));
  return (
    <AppPage title={t("import.title")} back={{ label: t("nav.helpdesks"), url: "/app/helpdesks" }}>
      <BlockStack gap="400">
        <ImportUploadCard mostMegabytes={mostMegabytes} />
        <ImportList imports={imports} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
