import { Banner, BlockStack, Box, Card, Divider, InlineStack, Link, Text } from "@shopify/polaris";
import { Fragment } from "react";
import type { AlertView } from "../alerts/alert.ts";
import { AcknowledgeButton } from "./alert-acknowledge.tsx";
import { StateBadge, VerdictBadge } from "./alert-badges.tsx";
import { useAlertWords } from "./alert-words.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

interface AlertListProps {
  /** The newest first. */
  alerts: readonly AlertView[];
  /** Of the one that is shown in full. */
  shownId: string | null;
}

/** Every alert with its state; each leads to its weeks. */
export function AlertList({ alerts, shownId }: AlertListProps) {
  const t = useText();
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("alerts.list")}
          </Text>
          <Text as="p" tone="subdued">
            {t("alerts.list.body")}
          </Text>
        </BlockStack>
        {alerts.length === 0 && <Text as="p">{t("alerts.empty")}</Text>}
        {alerts.map((alert, index) => (
          <Fragment key={alert.alertId}>
            {index > 0 && <Divider />}
            <AlertItem alert={alert} isShown={alert.alertId === shownId} />
          </Fragment>
        ))}
      </BlockStack>
    </Card>
  );
}

function AlertItem({ alert, isShown }: { alert: AlertView; isShown: boolean }) {
  const t = useText();
  const formats = useFormats();
  const words = useAlertWords()(alert);
  const sent = [
    t("alerts.raised", { at: formats.instant(alert.raisedAt) }),
    ...(alert.mailedAt === null ? [] : [t("alerts.mailed", { at: formats.instant(alert.mailedAt) })]),
    ...(alert.postedAt === null ? [] : [t("alerts.posted", { at: formats.instant(alert.postedAt) })]),
    ...(alert.endedAt === null ? [] : [t("alerts.ended", { at: formats.instant(alert.endedAt) })]),
  ];
  return (
    <div data-alert={alert.kpiId} data-side={alert.side} data-week={alert.weekOn}>
      <BlockStack gap="200">
        <InlineStack gap="200" blockAlign="center">
          {isShown ? (
            <Text as="h3" variant="headingSm">
              {words.title}
            </Text>
          ) : (
            <Link url={`?alert=${alert.alertId}`}>{words.title}</Link>
          )}
          <VerdictBadge alert={alert} />
          <StateBadge alert={alert} />
        </InlineStack>
        <Text as="p">{words.body}</Text>
        {alert.problem !== null && (
          <Banner tone="warning">
            <p>{t(`alerts.problem.${alert.problem}`)}</p>
          </Banner>
        )}
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Box>
            <Text as="p" variant="bodySm" tone="subdued">
              {sent.join(" · ")}
            </Text>
          </Box>
          <AcknowledgeButton alert={alert} title={words.title} />
        </InlineStack>
      </BlockStack>
    </div>
  );
}
