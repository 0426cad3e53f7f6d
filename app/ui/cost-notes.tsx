import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

/** How costs are spread over days, and which customers count as active. */
export function CostNotes({ activeDays }: { activeDays: number }) {
  const t = useText();
  const formats = useFormats();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("costs.notes")}
        </Text>
        <Text as="p">{t("costs.notes.spread")}</Text>
        <Text as="p">{t("costs.notes.gaps")}</Text>
        <Text as="p">{t("costs.notes.active", { count: activeDays, n: formats.count(activeDays) })}</Text>
        <Text as="p">
          <Link url="/app/settings">{t("costs.notes.settings")}</Link>
        </Text>
      </BlockStack>
    </Card>
  );
}
