import { Badge, BlockStack, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { AlertView } from "../alerts/alert.ts";
import { AcknowledgeButton, ALERTS_PAGE } from "./alert-acknowledge.tsx";
import { VerdictBadge } from "./alert-badges.tsx";
import { useAlertWords } from "./alert-words.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

/** At most so many are shown on the Overview; the page of alerts has them all. */
export const MOST_BANNERS = 3;

interface AlertBannerProps {
  /** The newest first; those that nobody has acknowledged. */
  alerts: readonly AlertView[];
  /** How many there are of them. */
  total: number;
}

/** The shifts that nobody has acknowledged yet; nothing where there is none. */
export function AlertBanner({ alerts, total }: AlertBannerProps) {
  const t = useText();
  const formats = useFormats();
  if (alerts.length === 0) return null;
  return (
    <Card>
      <section aria-label={t("alerts.banner.title", { count: total, n: formats.count(total) })} data-alerts={total}>
        <BlockStack gap="400">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <InlineStack align="start" gap="200" blockAlign="center">
              <Text as="h2" variant="headingMd">
                {t("alerts.banner.title", { count: total, n: formats.count(total) })}
              </Text>
              <Badge tone="attention">{formats.count(total)}</Badge>
            </InlineStack>
            <Button url={ALERTS_PAGE} variant="plain">
              {t("alerts.banner.all")}
            </Button>
          </InlineStack>
          {alerts.map((alert) => (
            <BannerLine key={alert.alertId} alert={alert} />
          ))}
        </BlockStack>
      </section>
    </Card>
  );
}

function BannerLine({ alert }: { alert: AlertView }) {
  const words = useAlertWords()(alert);
  return (
    <div data-alert={alert.kpiId}>
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <BlockStack gap="100">
          <InlineStack align="start" gap="200" blockAlign="center">
            <Link url={`${ALERTS_PAGE}?alert=${alert.alertId}`}>{words.title}</Link>
            <VerdictBadge alert={alert} />
          </InlineStack>
          <Text as="p" tone="subdued">
            {words.body}
          </Text>
        </BlockStack>
        <AcknowledgeButton alert={alert} title={words.title} />
      </InlineStack>
    </div>
  );
}
