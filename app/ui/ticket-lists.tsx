import { useSearchParams } from "@remix-run/react";
import { BlockStack, Card, Link, List, Text } from "@shopify/polaris";
import { UNKNOWN } from "./format.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { OneLine } from "./ticket-one-line.tsx";
import type { TicketView } from "./ticket-view.ts";
import { ticketAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

/** Every rating of the ticket, the one that counts first. Nothing where there is none. */
export function TicketRatings({ ratings }: Pick<TicketView, "ratings">) {
  const t = useText();
  const formats = useFormats();
  if (ratings.length === 0) return null;
  return (
    <ListCard title={t("ticket.ratings")}>
      <ScrollTable
        label={t("ticket.ratings")}
        columns={(["at", "rating", "agent", "state"] as const).map((id) => ({
          heading: t(`ticket.rating.${id}`),
          type: "text",
        }))}
        rows={ratings.map(({ ratedAt, score, positive, agentName, isCurrent }) => [
          <OneLine key="at" text={formats.instant(ratedAt)} />,
          t(positive ? "ticket.rating.positive" : "ticket.rating.negative", {
            score: score === null ? "" : t("ticket.rating.score", { score: formats.count(score) }),
          }),
          agentName ?? UNKNOWN,
          t(isCurrent ? "ticket.rating.current" : "ticket.rating.replaced"),
        ])}
      />
    </ListCard>
  );
}

/** Orders that the ticket is credited with, and those of the same customer that another ticket had the credit of. */
export function TicketOrders({ orders }: Pick<TicketView, "orders">) {
  const t = useText();
  const formats = useFormats();
  const [search] = useSearchParams();
  if (orders.length === 0) return null;
  const columns = ["order", "placed", "role", "net", "matched", "hours", "agent"] as const;
  return (
    <ListCard title={t("ticket.orders")} explanation={t("ticket.orders.meaning")}>
      <ScrollTable
        label={t("ticket.orders")}
        columns={columns.map((id) => ({
          heading: t(`ticket.order.${id}`),
          type: id === "net" || id === "hours" ? "numeric" : "text",
        }))}
        rows={orders.map((order) => [
          <Link key="order" url={`shopify://admin/orders/${order.orderId}`} target="_top">
            {order.orderName}
          </Link>,
          formats.instant(order.placedAt),
          order.creditedTo === null ? (
            t("ticket.order.credit")
          ) : (
            <Link key="credit" url={ticketAddress(order.creditedTo, search)}>
              {t("ticket.order.assist", { id: order.creditedTo.ticketId })}
            </Link>
          ),
          formats.money(order.netMinor),
          t(`matched-by.${order.matchedBy}`),
          formats.decimal(order.hoursBetween),
          order.agentName ?? t("breakdown.automation"),
        ])}
      />
    </ListCard>
  );
}

/** The customer's other tickets near this one, which make it a repeat contact or say that it was followed up. */
export function TicketContacts({ contacts }: Pick<TicketView, "contacts">) {
  const t = useText();
  const formats = useFormats();
  const [search] = useSearchParams();
  if (contacts.length === 0) return null;
  return (
    <ListCard title={t("ticket.contacts")} explanation={t("ticket.contacts.meaning")}>
      <List>
        {contacts.map((contact) => (
          <List.Item key={`${contact.connectionId}/${contact.ticketId}`}>
            <Link url={ticketAddress(contact, search)}>{t("orders-list.ticket", { id: contact.ticketId })}</Link>{" "}
            {t(`ticket.contact.${contact.when}`, {
              helpdesk: contact.helpdeskName,
              at: formats.instant(contact.createdAt),
            })}{" "}
            {contact.sharedTags.length > 0 && t("ticket.contact.topic", { tags: contact.sharedTags.join(", ") })}
          </List.Item>
        ))}
      </List>
    </ListCard>
  );
}

interface ListCardProps {
  title: string;
  explanation?: string;
  children: React.ReactNode;
}

function ListCard({ title, explanation, children }: ListCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        {explanation !== undefined && (
          <Text as="p" tone="subdued">
            {explanation}
          </Text>
        )}
        {children}
      </BlockStack>
    </Card>
  );
}
