import { Badge, Banner, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { Translate } from "./format.ts";
import { type ShopFormats, useFormats } from "./shop-formats.tsx";
import { SyncProgress } from "./sync-progress.tsx";
import type { OrdersSyncView } from "./sync-view.ts";
import { useText } from "./use-text.ts";

const TONE = { waiting: "info", history: "info", current: "success", paused: "warning" } as const;

/** How far the shop's orders are, and what a limited window means for the figures. */
export function OrdersSyncCard({ orders }: { orders: OrdersSyncView }) {
  const t = useText();
  const formats = useFormats();
  return (
    <Card>
      <div data-orders-phase={orders.phase}>
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {t("orders.title")}
            </Text>
            <Badge tone={TONE[orders.phase]}>{t(`orders.phase.${orders.phase}`)}</Badge>
          </InlineStack>
          {orders.phase === "current" ? (
            <Text as="p">{t("orders.done", { count: orders.done, n: formats.count(orders.done) })}</Text>
          ) : (
            <SyncProgress label={t("orders.loading")} share={shareOf(orders)} facts={factsOf(orders, t, formats)} />
          )}
          <InlineStack gap="400">
            <Text as="p" variant="bodySm" tone="subdued">
              {t("orders.oldest", { at: formats.instant(orders.oldestOrderAt) })}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {t("sync.last", { at: formats.instant(orders.lastSyncedAt) })}
            </Text>
          </InlineStack>
          {orders.problem && (
            <Banner tone="warning" title={t(`orders.problem.${orders.problem.kind}.title`)}>
              <p>{t(`orders.problem.${orders.problem.kind}.body`)}</p>
            </Banner>
          )}
          {orders.windowLimited && <Text as="p">{t("orders.window-limited")}</Text>}
        </BlockStack>
      </div>
    </Card>
  );
}

function shareOf({ done, expected }: OrdersSyncView): number | null {
  return expected === null || expected === 0 ? null : Math.min(done / expected, 1);
}

function factsOf({ done, expected }: OrdersSyncView, t: Translate, formats: ShopFormats): string[] {
  const counts = { count: expected ?? done, done: formats.count(done), expected: formats.count(expected) };
  return [t(expected === null ? "sync.done" : "sync.done-of", counts)];
}
