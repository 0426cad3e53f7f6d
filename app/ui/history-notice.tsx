import { InlineStack, Link, Text } from "@shopify/polaris";
import { useFormats } from "./shop-formats.tsx";
import { figuresReachBackTo, type SyncView } from "./sync-view.ts";
import { useText } from "./use-text.ts";

/**
 * How complete the figures are: one line that is always there, so that nothing moves when the last ticket has been read.
 */
export function HistoryNotice({ status }: { status: SyncView }) {
  const t = useText();
  const sentence = useSentence(status);
  return (
    <InlineStack gap="200">
      <Text as="p" tone="subdued">
        {sentence}
      </Text>
      <Link url="/app/helpdesks">{t("history.see-progress")}</Link>
    </InlineStack>
  );
}

function useSentence(status: SyncView): string {
  const t = useText();
  const formats = useFormats();
  if (status.helpdesks.length === 0) return t("history.no-helpdesk");
  const reach = figuresReachBackTo(status);
  if (!reach) return t("history.complete");
  return reach.day === null ? t("history.nothing-yet") : t("history.reaches-back", { day: formats.day(reach.day) });
}
