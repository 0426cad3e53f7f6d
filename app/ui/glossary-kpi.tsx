import { BlockStack, DescriptionList, Text } from "@shopify/polaris";
import { type KpiId, kpi } from "../metrics/kpi-book.ts";
import type { Kpi } from "../metrics/kpis/kpi.ts";
import { type FigureFormat, useFigureFormat } from "./figure-formats.ts";
import type { Translate } from "./format.ts";
import { GlossaryAnchor } from "./glossary-anchor.tsx";
import type { KpiEntry } from "./glossary-entries.ts";
import { useText } from "./use-text.ts";

/** All that the book says of one KPI. */
export function GlossaryKpi({ entry: { id, anchor } }: { entry: KpiEntry }) {
  const t = useText();
  const format = useFigureFormat();
  return (
    <GlossaryAnchor id={anchor}>
      <BlockStack gap="100">
        <Text as="h3" variant="headingMd">
          {t(`kpi.${id}.name`)}
        </Text>
        <Text as="p">{t(`kpi.${id}.definition`)}</Text>
        <DescriptionList items={factsOf(id, t, format)} gap="tight" />
      </BlockStack>
    </GlossaryAnchor>
  );
}

interface Fact {
  term: string;
  description: string;
}

function factsOf(id: KpiId, t: Translate, format: FigureFormat): Fact[] {
  const { unit, direction, day, goal, benchmark, hasPeers } = kpi(id);
  const always = [
    { term: t("glossary.formula"), description: t(`kpi.${id}.formula`) },
    { term: t("glossary.unit"), description: t(`glossary.unit.${unit}`) },
    { term: t("glossary.direction"), description: t(`glossary.direction.${direction}`) },
    { term: t("glossary.day"), description: t(`kpi.day.${day}`) },
    { term: t("glossary.split"), description: t(`glossary.split.${splitOf(id)}`) },
  ];
  return [
    ...always,
    ...(goal === null ? [] : goalFacts(id, goal, { t, format })),
    ...(benchmark ? [benchmarkFact(id, benchmark, { t, format })] : []),
    ...(hasPeers ? [{ term: t("glossary.peers"), description: t(`kpi.${id}.peers`) }] : []),
    { term: t("glossary.export-id"), description: id },
  ];
}

interface Wording {
  t: Translate;
  format: FigureFormat;
}

function goalFacts(id: KpiId, goal: number, { t, format }: Wording): Fact[] {
  const bound = kpi(id).direction === "up" ? "up" : "down";
  return [
    { term: t("glossary.goal"), description: t(`glossary.goal.${bound}`, { value: format.value(id, goal) }) },
    { term: t("glossary.advice"), description: t(`kpi.${id}.advice`) },
  ];
}

function benchmarkFact(id: KpiId, { low, high, year }: NonNullable<Kpi["benchmark"]>, { t, format }: Wording): Fact {
  const range = t("glossary.benchmark.range", {
    low: format.value(id, low),
    high: format.value(id, high),
    year: String(year),
  });
  return { term: t("glossary.benchmark"), description: `${range} ${t(`kpi.${id}.benchmark`)}` };
}

/** Which filters and parts a KPI can be told for. */
function splitOf(id: KpiId): "all" | "no-agent" | "none" {
  const { byAgent, byChannel } = kpi(id);
  if (!byChannel) return "none";
  return byAgent ? "all" : "no-agent";
}
