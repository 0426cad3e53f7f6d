import { useSearchParams } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, Select, Text } from "@shopify/polaris";
import type { Figure } from "../metrics/figure.ts";
import { KPI_IDS, kpi } from "../metrics/kpi-book.ts";
import { useFigureFormat } from "./figure-formats.ts";
import type { ReportView } from "./report-view.ts";
import { useFormats } from "./shop-formats.tsx";
import { Term } from "./term.tsx";
import { changeList } from "./tickets-address.ts";
import { behind } from "./tickets-behind.ts";
import type { TicketsChoice } from "./tickets-choice.ts";
import { useText } from "./use-text.ts";

interface TicketsFigureProps {
  choice: TicketsChoice;
  figure: Figure;
  view: ReportView;
}

/** The figure whose tickets are listed: what it says, which tickets it is about, and a choice of another one. */
export function TicketsFigure({ choice, figure, view }: TicketsFigureProps) {
  const t = useText();
  const formats = useFormats();
  const figures = useFigureFormat();
  const { kpi: id, part } = choice;
  const list = behind(id);
  const n = figures.n(id, figure);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="start" gap="300">
          <BlockStack gap="100">
            <Term name={t(`kpi.${id}.name`)} definition={t(`kpi.${id}.definition`)} />
            <div data-kpi={id} data-n={figure.n ?? ""}>
              <Text as="p" variant="headingXl" numeric>
                <span data-value={figure.value ?? ""}>{figures.figure(id, figure, view.average)}</span>
              </Text>
            </div>
            <Text as="p" variant="bodySm" tone="subdued">
              {[n, formats.days(view.period)].filter((text) => text !== null).join(" · ")}
            </Text>
          </BlockStack>
          <KpiSelect choice={choice} />
        </InlineStack>
        {list.rows === "none" ? (
          <BlockStack gap="200" inlineAlign="start">
            <Text as="p">{t(`tickets.none.${list.reason}`)}</Text>
            <Button url={list.page}>{t(`tickets.none.${list.reason}.action`)}</Button>
          </BlockStack>
        ) : (
          <BlockStack gap="100">
            <Text as="p">{t(`tickets.behind.${part === "hits" && list.hits ? list.hits : list.all}`)}</Text>
            <Text as="p" tone="subdued">
              {t(`tickets.row.${list.rows}`)}
            </Text>
          </BlockStack>
        )}
        {figure.unknown && <Text as="p">{t(`figure.unknown.${figure.unknown}`)}</Text>}
        {(figure.immature ?? 0) > 0 && (
          <Text as="p" tone="subdued">
            {t("tickets.immature", { count: figure.immature ?? 0, n: formats.count(figure.immature ?? 0) })}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

/** Says that the address names a figure that there is not. */
export function UnknownFigureBanner({ name }: { name: string }) {
  const t = useText();
  return (
    <Banner tone="warning" title={t("tickets.unknown-kpi.title", { name })}>
      <p>{t("tickets.unknown-kpi.body", { kpi: t("kpi.tickets_created.name") })}</p>
    </Banner>
  );
}

function KpiSelect({ choice }: { choice: TicketsChoice }) {
  const t = useText();
  const [, setSearch] = useSearchParams();
  const sections = [...new Set(KPI_IDS.map((id) => kpi(id).section))];
  return (
    <Select
      label={t("tickets.kpi")}
      options={sections.map((section) => ({
        title: t(`section.${section}`),
        options: KPI_IDS.filter((id) => kpi(id).section === section).map((id) => ({
          value: id,
          label: t(`kpi.${id}.name`),
        })),
      }))}
      value={choice.kpi}
      onChange={(id) =>
        setSearch((search) => changeList(search, { kpi: id, part: null, sort: null }), { preventScrollReset: true })
      }
    />
  );
}
