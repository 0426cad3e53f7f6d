import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { useMemo } from "react";
import { requireShop } from "../platform/shop-context.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { buildGlossary, searchGlossary } from "../ui/glossary-entries.ts";
import { GlossaryList } from "../ui/glossary-list.tsx";
import { useGlossaryQuery } from "../ui/glossary-query.ts";
import { GlossarySearch } from "../ui/glossary-search.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { useText } from "../ui/use-text.ts";

export const handle = { titleKey: "glossary.title" };

/** The page is made of the book and the locale files alone, so nothing is read. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireShop(request);
  return null;
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function GlossaryPage() {
  const t = useText();
  const [query, setQuery] = useGlossaryQuery();
  const glossary = useMemo(() => buildGlossary(t), [t]);
  const found = useMemo(() => searchGlossary(glossary, query), [glossary, query]);
  return (
    <AppPage title={t("glossary.title")}>
      <BlockStack gap="400">
        <GlossarySearch query={query} onChange={setQuery} found={found} />
        <GlossaryList found={found} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
