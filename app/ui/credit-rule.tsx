import { BlockStack, Card, InlineGrid, Link, List, Text } from "@shopify/polaris";
import type { CreditRule as Rule } from "../attribution/credit-rule.ts";
import type { BookedCredits } from "../metrics/conversions.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

/** The rule in words: when a sale is credited to a conversation, and to which. */
export function CreditRule({ rule }: { rule: Rule }) {
  const t = useText();
  const sentences = [
    t("rule.window", { count: rule.windowDays, anchor: t(`rule.anchor.${rule.anchor}`) }),
    t(rule.replyRequired ? "rule.reply-required" : "rule.reply-not-required"),
    t("rule.same-customer"),
    t("rule.one-credit"),
    t("rule.eligible"),
    t("rule.net"),
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("rule.title")}
        </Text>
        <List>
          {sentences.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      </BlockStack>
    </Card>
  );
}

interface BookedOnOrderDayProps {
  booked: BookedCredits;
  lastOrderSyncAt: string | null;
}

/** The same credits, counted on the day of the order; with the time of the last order sync that all money here is of. */
export function BookedOnOrderDay({ booked, lastOrderSyncAt }: BookedOnOrderDayProps) {
  const t = useText();
  const formats = useFormats();
  const figures = [
    { id: "orders", text: formats.count(booked.orders) },
    { id: "gross", text: formats.money(booked.grossMinor) },
    { id: "refunded", text: formats.money(booked.refundedMinor) },
    { id: "net", text: formats.money(booked.netMinor) },
  ] as const;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("booked.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t("booked.meaning")}
        </Text>
        <InlineGrid columns={{ xs: 2, sm: 4 }} gap="300">
          {figures.map(({ id, text }) => (
            <div key={id} data-booked={id}>
              <Text as="p" variant="bodySm" tone="subdued">
                {t(`breakdown.${id}`)}
              </Text>
              <Text as="p" variant="headingMd" numeric>
                {text}
              </Text>
            </div>
          ))}
        </InlineGrid>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("booked.last-sync", { at: formats.instant(lastOrderSyncAt) })}{" "}
          <Link url="/app/helpdesks">{t("booked.see-sync")}</Link>
        </Text>
      </BlockStack>
    </Card>
  );
}
