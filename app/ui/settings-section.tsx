import { BlockStack, Box, Card, InlineGrid, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

interface SettingsSectionProps {
  title: string;
  /** What the settings beside it are for. */
  body: string;
  children: ReactNode;
}

/** A group of settings beside what they are for; below it on a small screen. */
export function SettingsSection({ title, body, children }: SettingsSectionProps) {
  return (
    <InlineGrid columns={{ xs: 1, md: ["oneThird", "twoThirds"] }} gap="400">
      <Box paddingInline={{ xs: "400", sm: "0" }} paddingBlockStart="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Text as="p" tone="subdued">
            {body}
          </Text>
        </BlockStack>
      </Box>
      <Card>{children}</Card>
    </InlineGrid>
  );
}
