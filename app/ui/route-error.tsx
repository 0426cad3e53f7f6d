import { isRouteErrorResponse, useRevalidator } from "@remix-run/react";
import { BlockStack, Box, Button, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { useText } from "./use-text.ts";

/**
 * What a visitor sees when a page fails: plain words and a way back, never a stack trace. Shopify's library throws whole
 * documents as answers (to fetch a session token, or to leave the frame); those are passed through.
 */
export function RouteError({ error }: { error: unknown }) {
  if (isRouteErrorResponse(error) && error.status < 400) return boundary.error(error);
  const kind = isRouteErrorResponse(error) && error.status === 404 ? "not-found" : "unexpected";
  return <PlainError kind={kind} />;
}

function PlainError({ kind }: { kind: "not-found" | "unexpected" }) {
  const t = useText();
  const { state, revalidate } = useRevalidator();
  return (
    <Page narrowWidth>
      <Box paddingBlockStart="800">
        <Card>
          <BlockStack gap="300">
            <Text as="h1" variant="headingLg">
              {t(`error.${kind}.title`)}
            </Text>
            <Text as="p">{t(`error.${kind}.body`)}</Text>
            <InlineStack gap="200">
              {kind === "unexpected" && (
                <Button variant="primary" loading={state === "loading"} onClick={revalidate}>
                  {t("error.try-again")}
                </Button>
              )}
              <Button url="/app">{t("error.back")}</Button>
            </InlineStack>
          </BlockStack>
        </Card>
      </Box>
    </Page>
  );
}
