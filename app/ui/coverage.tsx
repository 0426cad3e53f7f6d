import { BlockStack, List, Text } from "@shopify/polaris";
import { Disclosure } from "./disclosure.tsx";
import { useFormats } from "./shop-formats.tsx";
import type { CoverageView, HelpdeskSyncView } from "./sync-view.ts";
import { useText } from "./use-text.ts";

/** How much of the helpdesk is here, when that was last checked, and on which days something is missing. */
export function Coverage({ helpdesk, coverage }: { helpdesk: HelpdeskSyncView; coverage: CoverageView }) {
  const t = useText();
  const { vendorName } = helpdesk;
  const summary = useSummary(coverage, vendorName);
  return (
    <BlockStack gap="100">
      <Text as="p" fontWeight="medium">
        <span data-coverage={`${coverage.known}/${coverage.reported ?? "-"}`}>{summary.counts}</span>
      </Text>
      <Text as="p">{t("helpdesks.current")}</Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {helpdesk.checking ? t("coverage.checking") : summary.checked}
      </Text>
      {coverage.daysShort.length > 0 && <DaysShort daysShort={coverage.daysShort} vendorName={vendorName} />}
    </BlockStack>
  );
}

function useSummary({ known, reported, recentCheckedAt, fullyCheckedAt }: CoverageView, helpdesk: string) {
  const t = useText();
  const formats = useFormats();
  const counts = { count: known, known: formats.count(known), reported: formats.count(reported), helpdesk };
  const [recent, full] = [formats.instant(recentCheckedAt), formats.instant(fullyCheckedAt)];
  return {
    counts: t(reported === null ? "coverage.known" : "coverage.known-of", counts),
    checked: t(checkedKey(recentCheckedAt, fullyCheckedAt), { recent, full }),
  };
}

function checkedKey(recent: string | null, full: string | null): string {
  if (recent === null) return "coverage.not-checked";
  return full === null ? "coverage.checked-recent" : "coverage.checked-full";
}

function DaysShort({ daysShort, vendorName }: { daysShort: CoverageView["daysShort"]; vendorName: string }) {
  const t = useText();
  const formats = useFormats();
  return (
    <Disclosure label={t("coverage.days-short", { count: daysShort.length, n: formats.count(daysShort.length) })}>
      <Text as="p">{t("coverage.days-short.meaning", { helpdesk: vendorName })}</Text>
      <List>
        {daysShort.map(({ day, known, reported }) => (
          <List.Item key={day}>
            {t("coverage.day", {
              day: formats.day(day),
              known: formats.count(known),
              reported: formats.count(reported),
            })}
          </List.Item>
        ))}
      </List>
    </Disclosure>
  );
}
