import { BlockStack, Card, List, Text } from "@shopify/polaris";
import { useText } from "./use-text.ts";

/** Where the vendor keeps the key, step by step, and what the app does with it. */
export function WhereToFind({ vendor, vendorName }: { vendor: string; vendorName: string }) {
  const t = useText();
  const steps = t(`vendor.${vendor}.where`).split("\n");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("connect.where", { helpdesk: vendorName })}
        </Text>
        <List type="number">
          {steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
        <Text as="p" tone="subdued">
          {t("connect.what-is-read")}
        </Text>
      </BlockStack>
    </Card>
  );
}
