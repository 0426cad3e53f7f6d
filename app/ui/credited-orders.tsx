import { useSearchParams } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Link, Pagination, Text } from "@shopify/polaris";
import { ExportIcon } from "@shopify/polaris-icons";
import type { CreditedOrder } from "../metrics/conversions.ts";
import { formatChannel } from "./channel-name.ts";
import { EmptyNotice } from "./empty-notice.tsx";
import { cursorsOf, nextPage, previousPage } from "./list-pages.ts";
import { periodOnly } from "./period-address.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { useCsvDownload } from "./use-csv-download.ts";
import { useText } from "./use-text.ts";

/** A credited order as the page shows it: times as text, and where its ticket is. */
export interface CreditedOrderView extends Omit<CreditedOrder, "placedAt" | "ticketCreatedAt" | "vendor" | "account"> {
  placedAt: string;
  ticketUrl: string | null;
}

interface CreditedOrdersProps {
  orders: readonly CreditedOrderView[];
  next: string | null;
  total: number;
  pageSize: number;
}

/** Every order that was credited in the period, page by page; the page is part of the address. */
export function CreditedOrders({ orders, next, total, pageSize }: CreditedOrdersProps) {
  const t = useText();
  const formats = useFormats();
  const [search, setSearch] = useSearchParams();
  const before = cursorsOf(search).length * pageSize;
  const go = (target: URLSearchParams) => setSearch(target, { preventScrollReset: true });
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t("orders-list.title")}
          </Text>
          <CsvButton disabled={total === 0} />
        </InlineStack>
        {orders.length === 0 ? (
          <EmptyNotice
            heading={t("orders-list.empty.title")}
            body={t("orders-list.empty.body")}
            image="/no-orders.svg"
          />
        ) : (
          <>
            <OrderTable orders={orders} />
            <InlineStack align="center">
              <Pagination
                accessibilityLabel={t("orders-list.pages")}
                label={t("orders-list.range", {
                  from: formats.count(before + 1),
                  to: formats.count(before + orders.length),
                  total: formats.count(total),
                })}
                hasPrevious={before > 0}
                onPrevious={() => go(previousPage(search))}
                hasNext={next !== null}
                onNext={() => next !== null && go(nextPage(search, next))}
              />
            </InlineStack>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function CsvButton({ disabled }: { disabled: boolean }) {
  const t = useText();
  const [search] = useSearchParams();
  const { download, busy, failed } = useCsvDownload();
  return (
    <BlockStack gap="100" inlineAlign="end">
      <Button
        icon={ExportIcon}
        loading={busy}
        disabled={disabled}
        onClick={() => download(`/app/conversions.csv?${periodOnly(search)}`, t("csv.file-name"))}
      >
        {t("csv.download")}
      </Button>
      <div role="alert">
        {failed && (
          <Text as="p" tone="critical">
            {t("csv.failed")}
          </Text>
        )}
      </div>
    </BlockStack>
  );
}

function OrderTable({ orders }: { orders: readonly CreditedOrderView[] }) {
  const t = useText();
  const formats = useFormats();
  const numeric = ["hours", "gross", "refunded", "net"];
  const columns = [
    "order",
    "placed",
    "ticket",
    "agent",
    "channel",
    "hours",
    "gross",
    "refunded",
    "net",
    "matched",
  ] as const;
  return (
    <ScrollTable
      label={t("orders-list.title")}
      columns={columns.map((id) => ({
        heading: t(`orders-list.column.${id}`),
        type: numeric.includes(id) ? "numeric" : "text",
      }))}
      rows={orders.map((order) => [
        <Link key="order" url={`shopify://admin/orders/${order.orderId}`} target="_top">
          {order.orderName}
        </Link>,
        formats.instant(order.placedAt),
        <TicketLink key="ticket" order={order} />,
        order.agentName ?? t("breakdown.automation"),
        formatChannel(order.channel, t),
        formats.decimal(order.hoursBetween),
        formats.money(order.grossMinor),
        formats.money(order.refundedMinor),
        formats.money(order.netMinor),
        t(`matched-by.${order.matchedBy}`),
      ])}
    />
  );
}

function TicketLink({ order: { ticketId, ticketUrl, helpdeskName } }: { order: CreditedOrderView }) {
  const t = useText();
  const name = t("orders-list.ticket", { id: ticketId });
  if (ticketUrl === null) return <>{name}</>;
  return (
    <Link
      url={ticketUrl}
      target="_blank"
      accessibilityLabel={t("orders-list.open-ticket", { id: ticketId, helpdesk: helpdeskName })}
    >
      {name}
    </Link>
  );
}
