import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { BlockStack, Box, Card, Page, Text } from "@shopify/polaris";
import { useText } from "../ui/use-text.ts";

/** The admin opens the app at its root with the shop in the address; everybody else learns where to open it. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  if (searchParams.has("shop")) throw redirect(`/app${search}`);
  return null;
}

export default function OutsideTheAdmin() {
  const t = useText();
  return (
    <Page narrowWidth>
      <Box paddingBlockStart="800">
        <Card>
          <BlockStack gap="300">
            <Text as="h1" variant="headingLg">
              {t("outside.title")}
            </Text>
            <Text as="p">{t("outside.body")}</Text>
          </BlockStack>
        </Card>
      </Box>
    </Page>
  );
}
