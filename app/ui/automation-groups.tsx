import { useSearchParams } from "@remix-run/react";
import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import type { AutomationGroup, AutomationPart } from "../metrics/automation.ts";
import type { Figure, Interval } from "../metrics/figure.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import { restsOnFewAnswers, shownValue, useFigureFormat } from "./figure-formats.ts";
import type { Average } from "./report-view.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { ticketsAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

/** What is told of each group, and the KPI that has the same unit and meaning for all tickets. */
const COLUMNS = [
  { name: "share", like: "automated_rate" },
  { name: "resolution", like: "resolution_seconds" },
  { name: "csat", like: "csat_positive_rate" },
  { name: "reopened", like: "reopen_rate" },
  { name: "converted", like: "conversion_rate" },
] as const satisfies readonly { name: keyof AutomationPart; like: KpiId }[];

interface AutomationGroupsProps {
  parts: readonly AutomationPart[];
  average: Average;
}

/** Tickets that automation closed beside those that needed a person and those that nobody answered. */
export function AutomationGroups({ parts, average }: AutomationGroupsProps) {
  const t = useText();
  const formats = useFormats();
  const closed = parts.reduce((sum, part) => sum + part.closed, 0);
  const automated = parts.find(({ group }) => group === "automated");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("automation.groups")}
        </Text>
        <Text as="p">
          {closed === 0
            ? t("automation.empty")
            : t("automation.summary", {
                count: closed,
                closed: formats.count(closed),
                automated: formats.count(automated?.closed ?? 0),
                share: formats.percent(automated?.share.value ?? null),
              })}
        </Text>
        <ScrollTable
          label={t("automation.groups")}
          columns={[
            { heading: t("automation.column.group"), type: "text" },
            { heading: t("kpi.tickets_closed.name"), type: "numeric" },
            ...COLUMNS.map(({ name }) => ({ heading: t(`automation.column.${name}`), type: "numeric" as const })),
          ]}
          rows={parts.map((part) => [
            <GroupName key="group" group={part.group} />,
            <Closed key="closed" part={part} />,
            ...COLUMNS.map(({ name, like }) => (
              <GroupFigure key={name} name={name} like={like} figure={part[name]} average={average} />
            )),
          ])}
          totals={{
            name: t("breakdown.total"),
            cells: ["", formats.count(closed), ...COLUMNS.map(() => "")],
          }}
        />
        <Text as="p" variant="bodySm" tone="subdued">
          {t("automation.note")}
        </Text>
      </BlockStack>
    </Card>
  );
}

function GroupName({ group }: { group: AutomationGroup }) {
  const t = useText();
  return (
    <div style={{ minWidth: "9rem" }}>
      <span data-group={group}>{t(`automation.group.${group}`)}</span>
      <Text as="p" variant="bodySm" tone="subdued">
        {t(`automation.group.${group}.meaning`)}
      </Text>
    </div>
  );
}

/** The figures that count exactly a group's tickets; those that needed a person are in none alone. */
const LISTED_AS: Partial<Record<AutomationGroup, { kpi: KpiId; part: "all" | "hits" }>> = {
  automated: { kpi: "automated_rate", part: "hits" },
  "no-reply": { kpi: "closed_without_reply", part: "all" },
};

function Closed({ part: { group, closed } }: { part: AutomationPart }) {
  const t = useText();
  const formats = useFormats();
  const [search] = useSearchParams();
  const list = LISTED_AS[group];
  const text = formats.count(closed);
  if (!list || closed === 0) return <span data-value={closed}>{text}</span>;
  const spoken = { value: text, kpi: t("kpi.tickets_closed.name"), part: t(`automation.group.${group}`) };
  return (
    <span data-value={closed}>
      <Link url={ticketsAddress(list.kpi, search, { part: list.part })} accessibilityLabel={t("parts.open", spoken)}>
        {text}
      </Link>
    </span>
  );
}

interface GroupFigureProps {
  name: string;
  like: KpiId;
  figure: Figure;
  average: Average;
}

function GroupFigure({ name, like, figure, average }: GroupFigureProps) {
  const t = useText();
  const formats = useFormats();
  const { value } = useFigureFormat();
  const shown = shownValue(figure, average);
  const intervalText = ({ low, high }: Interval) =>
    t("parts.interval", { low: value(like, low), high: value(like, high) });
  const key = restsOnFewAnswers(like, figure)
    ? "parts.n-few"
    : like === "resolution_seconds"
      ? "parts.n"
      : "parts.n-of";
  const details = [
    figure.n === null ? null : t(key, { n: formats.count(figure.n) }),
    figure.interval ? intervalText(figure.interval) : null,
    figure.p90 === null || figure.p90 === undefined ? null : t("automation.p90", { p90: value(like, figure.p90) }),
    figure.unknown ? t(`figure.unknown.${figure.unknown}`) : null,
  ].filter((detail) => detail !== null);
  return (
    <BlockStack inlineAlign="end">
      <span data-figure={name} data-value={shown ?? ""}>
        {value(like, shown)}
      </span>
      {details.map((detail) => (
        <Text key={detail} as="span" variant="bodySm" tone="subdued">
          {detail}
        </Text>
      ))}
    </BlockStack>
  );
}
