import { useSearchParams } from "@remix-run/react";
import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import { kpi } from "../metrics/kpi-book.ts";
import { useFigureFormat } from "./figure-formats.ts";
import { Wrapped } from "./import-wrapped-cell.tsx";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import type { TicketView } from "./ticket-view.ts";
import { ticketsAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

type Figure = TicketView["figures"][number];

/** Every figure that the ticket is part of, why, and on which day; each leads to the list of that day. */
export function TicketFiguresCard({ figures }: Pick<TicketView, "figures">) {
  const t = useText();
  const formats = useFormats();
  const write = useFigureValue();
  const [search] = useSearchParams();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("ticket.figures")}
        </Text>
        {figures.length === 0 ? (
          <Text as="p">{t("ticket.figures.none")}</Text>
        ) : (
          <ScrollTable
            label={t("ticket.figures")}
            columns={(["figure", "on", "value", "why"] as const).map((id) => ({
              heading: t(`ticket.figure.${id}`),
              type: "text",
            }))}
            rows={figures.map((figure) => [
              <Link key="figure" url={addressOf(figure, search)}>
                {t(`kpi.${figure.kpi}.name`)}
              </Link>,
              formats.day(figure.on),
              write(figure),
              <Wrapped key="why" text={t(whyOf(figure))} />,
            ])}
          />
        )}
      </BlockStack>
    </Card>
  );
}

function useFigureValue(): (figure: Figure) => string {
  const t = useText();
  const formats = useFormats();
  const figures = useFigureFormat();
  return ({ kpi: id, value, counts, times }) => {
    if (counts !== null) return t(`ticket.counts.${counts}`);
    if (value !== null) return figures.value(id, value);
    return t("ticket.times", { count: times, n: formats.count(times) });
  };
}

function whyOf({ kpi: id, counts }: Figure): string {
  return counts === null ? `ticket.why.${id}` : `ticket.why.${id}.${counts}`;
}

/** A backlog is counted at the end of a day, whenever the ticket came into it. */
function addressOf({ kpi: id, on }: Figure, search: URLSearchParams): string {
  const none = { connectionIds: [], channels: [], agents: [], tags: [] };
  return ticketsAddress(id, search, { filter: none, ...(kpi(id).day !== "end" && { period: { from: on, to: on } }) });
}
