import { BlockStack, Box, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

interface EmptyNoticeProps {
  heading: string;
  body: string;
  /** Decoration, 240 by 160. */
  image: string;
  children?: ReactNode;
}

/**
 * What stands where nothing is to be shown yet, and where to go on. Polaris' own empty state hides its image until the
 * browser reports it as loaded, which has already happened when the page came from the server.
 */
export function EmptyNotice({ heading, body, image, children }: EmptyNoticeProps) {
  return (
    <Box paddingBlock="600">
      <BlockStack gap="300" inlineAlign="center">
        <img src={image} alt="" width="180" height="120" />
        <Text as="h2" variant="headingMd" alignment="center">
          {heading}
        </Text>
        <Text as="p" alignment="center">
          {body}
        </Text>
        {children}
      </BlockStack>
    </Box>
  );
}
