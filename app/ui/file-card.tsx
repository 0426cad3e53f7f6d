import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { DisconnectModal } from "./disconnect-modal.tsx";
import { useFormats } from "./shop-formats.tsx";
import type { HelpdeskSyncView } from "./sync-view.ts";
import { useText } from "./use-text.ts";

interface FileCardProps {
  helpdesk: HelpdeskSyncView;
  /** How many of its tickets are here; null while unknown. */
  known: number | null;
}

/** A helpdesk whose tickets come in files. */
export function FileCard({ helpdesk, known }: FileCardProps) {
  const t = useText();
  const formats = useFormats();
  const [leaving, setLeaving] = useState(false);
  return (
    <Card>
      <div data-connection={helpdesk.connectionId} data-vendor={helpdesk.vendor} data-status={helpdesk.status}>
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {t("helpdesks.file.heading", { name: helpdesk.name })}
            </Text>
            <Badge>{t("helpdesks.file.badge")}</Badge>
          </InlineStack>
          {known !== null && <Text as="p">{t("helpdesks.file.known", { count: known, n: formats.count(known) })}</Text>}
          <InlineStack gap="200">
            <Button url="/app/helpdesks/import">{t("helpdesks.file.more")}</Button>
            {helpdesk.status !== "disconnected" && (
              <Button tone="critical" variant="tertiary" onClick={() => setLeaving(true)}>
                {t("helpdesks.disconnect")}
              </Button>
            )}
          </InlineStack>
        </BlockStack>
      </div>
      <DisconnectModal helpdesk={helpdesk} open={leaving} onClose={() => setLeaving(false)} />
    </Card>
  );
}
