import { InlineStack, Link, Text } from "@shopify/polaris";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

/** Said while older tickets are still being read: from which day on the figures are complete. */
export function HistoryNotice({ reach }: { reach: { day: string | null } | null }) {
  const t = useText();
  const formats = useFormats();
  if (!reach) return null;
  return (
    <InlineStack gap="200">
      <Text as="p" tone="subdued">
        {reach.day === null ? t("history.nothing-yet") : t("history.reaches-back", { day: formats.day(reach.day) })}
      </Text>
      <Link url="/app/helpdesks">{t("history.see-progress")}</Link>
    </InlineStack>
  );
}
