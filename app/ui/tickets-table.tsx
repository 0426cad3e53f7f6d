import { useSearchParams } from "@remix-run/react";
import { BlockStack, Link, Text } from "@shopify/polaris";
import type { TicketRow } from "../metrics/kpi-report.ts";
import { formatChannel } from "./channel-name.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { ticketAddress } from "./tickets-address.ts";
import { type Behind, dayColumnOf, nobodyOf } from "./tickets-behind.ts";
import type { TicketsChoice } from "./tickets-choice.ts";
import { useText } from "./use-text.ts";

/** A row as the page shows it: times as text, and where its ticket is in the helpdesk. */
export interface TicketRowView extends Omit<TicketRow, "createdAt" | "at" | "account"> {
  createdAt: string | null;
  at: string;
  ticketUrl: string | null;
}

interface TicketsTableProps {
  choice: TicketsChoice;
  list: Behind;
  rows: readonly TicketRowView[];
  label: string;
}

interface Column {
  id: string;
  type: "text" | "numeric";
  cell(row: TicketRowView): React.ReactNode;
}

/** The rows behind a figure; which columns there are follows from the figure alone, so that pages look alike. */
export function TicketsTable({ choice, list, rows, label }: TicketsTableProps) {
  const t = useText();
  const columns = useColumns(choice, list);
  return (
    <ScrollTable
      label={label}
      columns={columns.map(({ id, type }) => ({ heading: t(`tickets.column.${id}`), type }))}
      rows={rows.map((row) => columns.map(({ cell }) => cell(row)))}
    />
  );
}

function useColumns({ kpi }: TicketsChoice, list: Behind): Column[] {
  const t = useText();
  const formats = useFormats();
  const dayColumn = dayColumnOf(list.listed);
  const nobody = nobodyOf(kpi);
  const { value } = list;
  const text = (id: string, cell: Column["cell"]): Column => ({ id, type: "text", cell });
  return [
    text("ticket", (row) => <TicketCell row={row} />),
    ...(list.rows === "orders" ? [text("order", ({ orderName }) => orderName ?? formats.count(null))] : []),
    text("channel", (row) => formatChannel(row.channel, t)),
    text("created", (row) => formats.instant(row.createdAt)),
    ...(dayColumn ? [text(dayColumn, (row) => formats.instant(row.at))] : []),
    ...(nobody ? [text("agent", (row) => row.agentName ?? t(`tickets.nobody.${nobody}`))] : []),
    ...(value
      ? [{ id: value, type: "numeric" as const, cell: (row: TicketRowView) => formats.value(row.value, value) }]
      : []),
    ...(list.hits ? [text("hit", (row) => hitText(row.hit))] : []),
  ];

  function hitText(hit: boolean | null): string {
    return hit === null ? formats.count(null) : t(hit ? "tickets.hit.yes" : "tickets.hit.no");
  }
}

/** Leads to the ticket's own page, and from there or from here into the helpdesk. */
function TicketCell({ row }: { row: TicketRowView }) {
  const t = useText();
  const [search] = useSearchParams();
  const { ticketId, helpdeskName, ticketUrl } = row;
  if (ticketId === null || helpdeskName === null) return <Text as="span">{t("helpdesk.none")}</Text>;
  return (
    <BlockStack gap="050" inlineAlign="start">
      <Link url={ticketAddress({ ...row, ticketId }, search)}>{t("orders-list.ticket", { id: ticketId })}</Link>
      {ticketUrl === null ? (
        <Text as="span" variant="bodySm" tone="subdued">
          {helpdeskName}
        </Text>
      ) : (
        <Text as="span" variant="bodySm">
          <Link
            url={ticketUrl}
            target="_blank"
            monochrome
            accessibilityLabel={t("orders-list.open-ticket", { id: ticketId, helpdesk: helpdeskName })}
          >
            {t("tickets.open-in", { helpdesk: helpdeskName })}
          </Link>
        </Text>
      )}
    </BlockStack>
  );
}
