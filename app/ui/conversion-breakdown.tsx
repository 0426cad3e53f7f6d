import { useSearchParams } from "@remix-run/react";
import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import { CONVERSION_PART_KPIS, type ConversionPartKpi } from "../metrics/conversions.ts";
import type { FigureFilter } from "../metrics/figure-filter.ts";
import type { Dimension, Figures, KpiPart } from "../metrics/kpi-report.ts";
import { CHANNELS } from "../tickets/ticket.ts";
import { formatChannel } from "./channel-name.ts";
import { useFigureFormat } from "./figure-formats.ts";
import type { Translate } from "./format.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { ticketsAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

export type ConversionPart = KpiPart<ConversionPartKpi>;

interface ConversionBreakdownProps {
  by: Dimension;
  parts: readonly ConversionPart[];
  total: Figures<ConversionPartKpi>;
}

/** Credits by agent, channel or helpdesk; the last line is the whole, to which counts and money add up. */
export function ConversionBreakdown({ by, parts, total }: ConversionBreakdownProps) {
  const t = useText();
  const rows = byNetRevenue(parts, by);
  return (
    <Card>
      <div data-breakdown={by}>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {t(`breakdown.by.${by}`)}
          </Text>
          {rows.length === 0 ? (
            <Text as="p">{t("breakdown.empty")}</Text>
          ) : (
            <BreakdownTable by={by} parts={rows} total={total} />
          )}
        </BlockStack>
      </div>
    </Card>
  );
}

/** Agents to whom nothing is credited are left out: a shop has many, and most of them sell nothing. */
function byNetRevenue(parts: readonly ConversionPart[], by: Dimension): ConversionPart[] {
  const netOf = ({ figures }: ConversionPart) => figures.attributed_revenue_net.value ?? 0;
  return parts
    .filter(({ figures }) => by !== "agent" || (figures.attributed_orders.value ?? 0) > 0)
    .sort((a, b) => netOf(b) - netOf(a));
}

function BreakdownTable({ by, parts, total }: ConversionBreakdownProps) {
  const t = useText();
  const format = useFigureFormat();
  // Agents have no tickets of their own to divide by, so they have no rate either.
  const kpis = CONVERSION_PART_KPIS.filter((id) => by !== "agent" || id !== "conversion_rate");
  return (
    <ScrollTable
      label={t(`breakdown.by.${by}`)}
      columns={[
        { heading: t(`breakdown.column.${by}`), type: "text" },
        ...kpis.map((id) => ({ heading: t(`kpi.${id}.name`), type: "numeric" as const })),
      ]}
      rows={parts.map((part) => [
        nameOf(part, by, t),
        ...kpis.map((id) => <PartFigure key={id} id={id} part={part} by={by} />),
      ])}
      totals={{ name: t("breakdown.total"), cells: ["", ...kpis.map((id) => format.figure(id, total[id]))] }}
    />
  );
}

/** Leads to what the figure was counted from, where there is anything. */
function PartFigure({ id, part, by }: { id: ConversionPartKpi; part: ConversionPart; by: Dimension }) {
  const t = useText();
  const format = useFigureFormat();
  const [search] = useSearchParams();
  const figure = part.figures[id];
  const text = format.figure(id, figure);
  const filter = filterOf(part, by);
  if (!filter || (figure.n ?? figure.value ?? 0) === 0) return <>{text}</>;
  return (
    <span data-figure={id} data-value={figure.value ?? ""} data-n={figure.n ?? ""}>
      <Link
        url={ticketsAddress(id, search, { filter })}
        accessibilityLabel={t("parts.open", { value: text, kpi: t(`kpi.${id}.name`), part: nameOf(part, by, t) })}
      >
        {text}
      </Link>
    </span>
  );
}

/** Null where the part has no list of its own: orders of automation belong to no agent. */
function filterOf({ key, agent }: ConversionPart, by: Dimension): Partial<FigureFilter> | null {
  if (by === "helpdesk") return { connectionIds: [key] };
  if (by === "agent") return agent && { agents: [agent] };
  const channels = CHANNELS.filter((channel) => channel === key);
  return channels.length === 0 ? null : { channels };
}

function nameOf({ key, label, helpdesk }: ConversionPart, by: Dimension, t: Translate): string {
  if (by === "channel") return formatChannel(key, t);
  const name = label ?? t("breakdown.automation");
  return helpdesk === null ? name : t("breakdown.of-helpdesk", { name, helpdesk });
}
