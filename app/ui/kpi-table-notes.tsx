import { BlockStack, List, Text } from "@shopify/polaris";
import type { Figure, UnknownReason } from "../metrics/figure.ts";
import { type KpiId, kpi } from "../metrics/kpi-book.ts";
import { Disclosure } from "./disclosure.tsx";
import { useText } from "./use-text.ts";

interface KpiTableNotesProps<Id extends KpiId> {
  kpis: readonly Id[];
  rows: readonly { figures: Partial<Record<Id, Figure>> }[];
  benchmarks: boolean;
}

/** Why columns have no values, and where the figures of other shops come from. Nothing where there is nothing to say. */
export function KpiTableNotes<Id extends KpiId>({ kpis, rows, benchmarks }: KpiTableNotesProps<Id>) {
  const t = useText();
  const reasons = kpis.flatMap((id) => reasonsOf(id, rows).map((reason) => ({ id, reason })));
  const compared = benchmarks ? kpis.filter((id) => kpi(id).benchmark !== null) : [];
  if (reasons.length + compared.length === 0) return null;
  return (
    <BlockStack gap="200">
      {reasons.map(({ id, reason }) => (
        <Text key={`${id} ${reason}`} as="p" variant="bodySm" tone="subdued">
          {t("parts.unknown", { kpi: t(`kpi.${id}.name`), reason: t(`figure.unknown.${reason}`) })}
        </Text>
      ))}
      {compared.length > 0 && (
        <Disclosure label={t("parts.sources")}>
          <List>
            {compared.map((id) => (
              <List.Item key={id}>
                {t("parts.source", {
                  kpi: t(`kpi.${id}.name`),
                  year: String(kpi(id).benchmark?.year ?? ""),
                  source: t(`kpi.${id}.benchmark`),
                })}
              </List.Item>
            ))}
          </List>
        </Disclosure>
      )}
    </BlockStack>
  );
}

function reasonsOf<Id extends KpiId>(id: Id, rows: KpiTableNotesProps<Id>["rows"]): UnknownReason[] {
  return [...new Set(rows.flatMap(({ figures }) => figures[id]?.unknown ?? []))];
}
