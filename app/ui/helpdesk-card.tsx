import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { Coverage } from "./coverage.tsx";
import { DisconnectModal } from "./disconnect-modal.tsx";
import { HelpdeskProblem } from "./helpdesk-problem.tsx";
import { SetAsideRows } from "./set-aside-rows.tsx";
import { useFormats } from "./shop-formats.tsx";
import { SyncProgress } from "./sync-progress.tsx";
import type { CoverageView, HelpdeskSyncView } from "./sync-view.ts";
import { Untold } from "./untold.tsx";
import { useText } from "./use-text.ts";

interface HelpdeskCardProps {
  helpdesk: HelpdeskSyncView;
  /** Null while unknown. */
  coverage: CoverageView | null;
  untold: readonly string[];
}

/** One connected account: what it is doing, what went wrong and what to do about it. */
export function HelpdeskCard({ helpdesk, coverage, untold }: HelpdeskCardProps) {
  const t = useText();
  const formats = useFormats();
  const [leaving, setLeaving] = useState(false);
  const connected = helpdesk.status !== "disconnected";
  return (
    <Card>
      <div
        data-connection={helpdesk.connectionId}
        data-vendor={helpdesk.vendor}
        data-status={helpdesk.status}
        data-phase={helpdesk.phase}
      >
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {t("helpdesks.heading", { vendor: helpdesk.vendorName, name: helpdesk.name })}
            </Text>
            <StatusBadge helpdesk={helpdesk} />
          </InlineStack>
          {helpdesk.problem && <HelpdeskProblem helpdesk={helpdesk} problem={helpdesk.problem} />}
          {connected && helpdesk.phase === "history" && <HistoryProgress helpdesk={helpdesk} />}
          {connected && helpdesk.phase === "current" && coverage && (
            <Coverage helpdesk={helpdesk} coverage={coverage} />
          )}
          {!connected && <Text as="p">{t("helpdesks.disconnected")}</Text>}
          <Untold vendorName={helpdesk.vendorName} untold={untold} />
          <Text as="p" variant="bodySm" tone="subdued">
            {t("sync.last", { at: formats.instant(helpdesk.lastSyncedAt) })}
          </Text>
          {helpdesk.setAside > 0 && <SetAsideRows helpdesk={helpdesk} />}
          <InlineStack gap="200">
            {connected ? (
              <>
                <Button url={`/app/helpdesks/${helpdesk.connectionId}/credentials`}>
                  {t("helpdesks.change-credentials")}
                </Button>
                <Button tone="critical" variant="tertiary" onClick={() => setLeaving(true)}>
                  {t("helpdesks.disconnect")}
                </Button>
              </>
            ) : (
              <Button url={`/app/helpdesks/connect/${helpdesk.vendor}`}>{t("helpdesks.connect-again")}</Button>
            )}
          </InlineStack>
        </BlockStack>
      </div>
      <DisconnectModal helpdesk={helpdesk} open={leaving} onClose={() => setLeaving(false)} />
    </Card>
  );
}

function StatusBadge({ helpdesk: { status, phase } }: { helpdesk: HelpdeskSyncView }) {
  const t = useText();
  if (status === "disconnected") return <Badge>{t("helpdesks.status.disconnected")}</Badge>;
  if (status === "paused") return <Badge tone="warning">{t("helpdesks.status.paused")}</Badge>;
  if (phase === "history") return <Badge tone="info">{t("helpdesks.status.history")}</Badge>;
  return <Badge tone="success">{t("helpdesks.status.current")}</Badge>;
}

function HistoryProgress({ helpdesk }: { helpdesk: HelpdeskSyncView }) {
  const t = useText();
  const formats = useFormats();
  const { done, expected, secondsLeft, oldestDayReached } = helpdesk;
  const counts = { count: expected ?? done, done: formats.count(done), expected: formats.count(expected) };
  const facts = [
    t(expected === null ? "sync.done" : "sync.done-of", counts),
    secondsLeft === null ? t("sync.time-left-unknown") : t("sync.time-left", { time: formats.duration(secondsLeft) }),
    oldestDayReached === null ? t("sync.reached-nothing") : t("sync.reached", { day: formats.day(oldestDayReached) }),
  ];
  return <SyncProgress label={t("helpdesks.loading")} share={helpdesk.share} facts={facts} />;
}
