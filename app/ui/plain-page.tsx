import { BlockStack, Box, Card, Page, Text } from "@shopify/polaris";

/** A page outside the admin, without navigation: a heading and what it means. */
export function PlainPage({ title, body }: { title: string; body: string }) {
  return (
    <Page narrowWidth>
      <Box paddingBlockStart="800">
        <Card>
          <BlockStack gap="300">
            <Text as="h1" variant="headingLg">
              {title}
            </Text>
            <Text as="p">{body}</Text>
          </BlockStack>
        </Card>
      </Box>
    </Page>
  );
}
