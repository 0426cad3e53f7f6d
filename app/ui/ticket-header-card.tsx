import { Badge, Banner, BlockStack, Card, DescriptionList, InlineStack, Link, Text } from "@shopify/polaris";
import { formatChannel } from "./channel-name.ts";
import { useFormats } from "./shop-formats.tsx";
import type { TicketView } from "./ticket-view.ts";
import { useText } from "./use-text.ts";

/** What the helpdesk says of the ticket as a whole, and whether it is counted. */
export function TicketHeaderCard({ ticket: { header, ticketUrl } }: { ticket: TicketView }) {
  const t = useText();
  const formats = useFormats();
  const { ticketId, helpdeskName, isOpen, closedAt, excluded, inbound, tags } = header;
  const closed = closedAt === null ? t("ticket.state.closed-unknown") : formats.instant(closedAt);
  const facts = [
    { term: t("tickets.column.channel"), description: formatChannel(header.channel, t) },
    { term: t("tickets.column.created"), description: formats.instant(header.createdAt) },
    { term: t("tickets.column.closed"), description: isOpen ? t("ticket.state.not-closed") : closed },
    { term: t("ticket.assignee"), description: header.assigneeName ?? t("tickets.nobody.unassigned") },
    { term: t("ticket.tags"), description: tags.length === 0 ? t("ticket.tags.none") : <Tags tags={tags} /> },
    { term: t("ticket.customer"), description: <Customer header={header} /> },
  ];
  return (
    <BlockStack gap="400">
      {excluded !== null && (
        <Banner tone="info" title={t("ticket.excluded.title")}>
          <p>{t(`ticket.excluded.${excluded}`)}</p>
        </Banner>
      )}
      {inbound === false && (
        <Banner tone="info" title={t("ticket.outbound.title")}>
          <p>{t("ticket.outbound.body")}</p>
        </Banner>
      )}
      <Card>
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h2" variant="headingMd">
                {t("ticket.of-helpdesk", { helpdesk: helpdeskName })}
              </Text>
              <Badge {...(isOpen ? { tone: "attention" as const } : {})}>
                {t(isOpen ? "ticket.state.open" : "ticket.state.closed")}
              </Badge>
            </InlineStack>
            {ticketUrl !== null && (
              <Link
                url={ticketUrl}
                target="_blank"
                accessibilityLabel={t("orders-list.open-ticket", { id: ticketId, helpdesk: helpdeskName })}
              >
                {t("tickets.open-in", { helpdesk: helpdeskName })}
              </Link>
            )}
          </InlineStack>
          <DescriptionList gap="tight" items={facts} />
        </BlockStack>
      </Card>
    </BlockStack>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <InlineStack gap="100">
      {tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
    </InlineStack>
  );
}

/** By what the customer is recognised, never who they are. */
function Customer({ header: { keyKinds, identifiable } }: Pick<TicketView, "header">) {
  const t = useText();
  if (keyKinds.length === 0) return <>{t(identifiable ? "ticket.customer.unreadable" : "ticket.customer.unknown")}</>;
  return (
    <BlockStack gap="050">
      {keyKinds.map((kind) => (
        <span key={kind}>{t(`matched-by.${kind}`)}</span>
      ))}
    </BlockStack>
  );
}
