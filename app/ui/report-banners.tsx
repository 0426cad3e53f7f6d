import { useSearchParams } from "@remix-run/react";
import { Banner, BlockStack, Button, InlineStack } from "@shopify/polaris";
import { type FilterOptions, type UnknownChoice, unknownInFilter } from "../metrics/filter-options.ts";
import type { PeriodChoice } from "../metrics/period.ts";
import { addressOfPeriod } from "./period-address.ts";
import { changedReport, FILTER_NAMES, removeValue } from "./report-address.ts";
import { nearestWithTickets } from "./report-empty.ts";
import type { ReportView } from "./report-view.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

interface ReportBannersProps {
  view: ReportView;
  options: FilterOptions;
}

/** What the address asks for and the page cannot show, each with the nearest choice that it can. */
export function ReportBanners({ view, options }: ReportBannersProps) {
  return (
    <>
      <PeriodProblemBanner view={view} />
      <UnknownChoicesBanner view={view} options={options} />
      <NoTicketsBanner view={view} options={options} />
    </>
  );
}

function PeriodProblemBanner({ view: { period } }: { view: ReportView }) {
  const t = useText();
  if (!period.problem) return null;
  return (
    <Banner tone="warning" title={t(`period.banner.${period.problem}`)}>
      <BlockStack gap="200">
        <p>{t("period.banner.default", { period: t(`period.preset.${period.preset}`) })}</p>
        {period.nearest && <PeriodLink choice={period.nearest} />}
      </BlockStack>
    </Banner>
  );
}

/** Leads to the same report of another period. */
function PeriodLink({ choice }: { choice: PeriodChoice }) {
  const t = useText();
  const formats = useFormats();
  const [search] = useSearchParams();
  const name =
    "preset" in choice ? t(`period.preset.${choice.preset}`) : formats.days({ fromOn: choice.from, toOn: choice.to });
  return (
    <InlineStack>
      <Button url={`?${addressOfPeriod(choice, search)}`}>{t("period.show", { period: name })}</Button>
    </InlineStack>
  );
}

function UnknownChoicesBanner({ view, options }: ReportBannersProps) {
  const t = useText();
  const [search] = useSearchParams();
  const unknown = unknownInFilter(view.filter, options);
  if (unknown.length + view.unreadable.length === 0) return null;
  const without = changedReport(search, (changed) => {
    for (const { parameter, text } of unknown) removeValue(changed, parameter, text);
    for (const text of view.unreadable) for (const name of FILTER_NAMES) removeValue(changed, name, text);
  });
  return (
    <Banner tone="warning" title={t("report.unknown.title")}>
      <BlockStack gap="200">
        {unknown.map((choice) => (
          <p key={`${choice.parameter} ${choice.text}`}>
            {t(`report.unknown.${choice.parameter}`, { name: nameOf(choice) })}
          </p>
        ))}
        {view.unreadable.map((text) => (
          <p key={text}>{t("report.unknown.unreadable", { name: text.slice(0, MOST_SHOWN) })}</p>
        ))}
        <p>{t("report.unknown.left-out")}</p>
        <InlineStack>
          <Button url={`?${without}`}>{t("report.unknown.remove")}</Button>
        </InlineStack>
      </BlockStack>
    </Banner>
  );
}

const MOST_SHOWN = 80;

/** An agent is named by the helpdesk's id alone: which connection it was meant for says nothing to people. */
function nameOf({ parameter, text }: UnknownChoice): string {
  return (parameter === "agent" ? text.slice(text.indexOf("/") + 1) : text).slice(0, MOST_SHOWN);
}

function NoTicketsBanner({ view, options }: ReportBannersProps) {
  const t = useText();
  const formats = useFormats();
  const choice = nearestWithTickets(view.period, options.tickets);
  if (!choice || !options.tickets) return null;
  return (
    <Banner tone="info" title={t("report.empty.title")}>
      <BlockStack gap="200">
        <p>
          {t("report.empty.body", {
            first: formats.day(options.tickets.firstOn),
            last: formats.day(options.tickets.lastOn),
          })}
        </p>
        <PeriodLink choice={choice} />
      </BlockStack>
    </Banner>
  );
}
