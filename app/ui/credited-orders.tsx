import { useSearchParams } from "@remix-run/react";
import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { CreditedOrder } from "../metrics/conversions.ts";
import { formatChannel } from "./channel-name.ts";
import { EmptyNotice } from "./empty-notice.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { ListPagination } from "./list-pagination.tsx";
import { reportOnly } from "./report-address.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { ticketAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

/** A credited order as the page gets it: times as text. */
export interface CreditedOrderView extends Omit<CreditedOrder, "placedAt" | "ticketCreatedAt"> {
  placedAt: string;
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
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t("orders-list.title")}
          </Text>
          <ExportMenu what="conversions" disabled={total === 0} />
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
            <ListPagination label={t("orders-list.pages")} shown={orders.length} {...{ pageSize, total, next }} />
          </>
        )}
      </BlockStack>
    </Card>
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

/** Leads to the ticket's page, and from there on into the helpdesk. */
function TicketLink({ order }: { order: CreditedOrderView }) {
  const t = useText();
  const [search] = useSearchParams();
  return <Link url={ticketAddress(order, reportOnly(search))}>{t("orders-list.ticket", { id: order.ticketId })}</Link>;
}
