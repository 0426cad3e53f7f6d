import { BlockStack, List, Text } from "@shopify/polaris";
import { useText } from "./use-text.ts";

interface UntoldProps {
  vendorName: string;
  untold: readonly string[];
  /** It has a card of its own, so that its heading is one of the page. */
  ownCard?: boolean;
}

/** What the helpdesk does not tell, and so no figure can know. Nothing where it tells everything. */
export function Untold({ vendorName, untold, ownCard = false }: UntoldProps) {
  const t = useText();
  if (untold.length === 0) return null;
  return (
    <BlockStack gap={ownCard ? "300" : "100"}>
      <Text as={ownCard ? "h2" : "h3"} variant={ownCard ? "headingMd" : "headingSm"}>
        {t("capability.title", { helpdesk: vendorName })}
      </Text>
      <List>
        {untold.map((sentence) => (
          <List.Item key={sentence}>{t(sentence, { helpdesk: vendorName })}</List.Item>
        ))}
      </List>
    </BlockStack>
  );
}
