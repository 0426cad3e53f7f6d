import { Banner, BlockStack, Card, Text } from "@shopify/polaris";
import type { TimeFormatGuess } from "../imports/guess-time-format.ts";
import { fieldsOf, type ImportField, tellsState } from "../imports/import-fields.ts";
import type { ImportMapping } from "../imports/import-mapping.ts";
import type { PreviewRow } from "../imports/import-preview.ts";
import { formatChannel } from "./channel-name.ts";
import { UNKNOWN } from "./format.ts";
import { columnName } from "./import-view.ts";
import { Wrapped } from "./import-wrapped-cell.tsx";
import { ScrollTable } from "./scroll-table.tsx";
import { type ShopFormats, useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

const WORDS: readonly ImportField[] = ["status", "author", "spam"];

interface ImportPreviewTableProps {
  mapping: ImportMapping;
  rows: readonly PreviewRow[];
  times: TimeFormatGuess;
  missing: readonly ImportField[];
}

/** The first rows as they would be stored, with what is wrong with each, and what the merchant should look at. */
export function ImportPreviewTable({ mapping, rows, times, missing }: ImportPreviewTableProps) {
  const t = useText();
  const fields = fieldsOf(mapping.content).filter((field) => mapping.columns[field] !== undefined);
  const show = useValues();
  const remark = useRemarks(mapping.header);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("import.preview.title")}
        </Text>
        <div aria-live="polite">
          <TimeWarning mapping={mapping} times={times} />
          {mapping.content === "tickets" && !tellsState(mapping) && (
            <Banner tone="warning">
              <p>{t("import.preview.no-state")}</p>
            </Banner>
          )}
        </div>
        {missing.length > 0 ? (
          <Text as="p">{t("import.preview.missing")}</Text>
        ) : (
          <>
            <Text as="p">{t("import.preview.body")}</Text>
            <ScrollTable
              label={t("import.preview.title")}
              columns={[
                { heading: t("import.lines.line"), type: "numeric" },
                { heading: t("import.preview.remark"), type: "text" },
                ...fields.map((field) => ({ heading: t(`import.field.${field}`), type: "text" as const })),
              ]}
              rows={rows.map((row) => [
                row.line,
                <Wrapped key={row.line} text={remark(row)} />,
                ...fields.map((field) => show(field, row.values[field])),
              ])}
            />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function TimeWarning({ mapping, times }: { mapping: ImportMapping; times: TimeFormatGuess }) {
  const t = useText();
  const isNumeric = mapping.timeFormat === "day-month-year" || mapping.timeFormat === "month-day-year";
  const isOther =
    times.certainty === "sure" && isNumeric && times.format !== mapping.timeFormat && times.format !== "iso";
  if (times.certainty === "sure" && !isOther) return null;
  return (
    <Banner tone="warning" title={t("import.times.title")}>
      <p>{t(isOther ? "import.times.other" : `import.times.${times.certainty}`)}</p>
    </Banner>
  );
}

function useRemarks(header: readonly string[]) {
  const t = useText();
  return ({ problem, notes }: PreviewRow): string => {
    const remarks = problem ? [problem] : notes;
    if (remarks.length === 0) return t("import.preview.fine");
    const texts = remarks.map(({ reason, column }) => {
      const text = t(`import.reason.${reason}`);
      return column === null
        ? text
        : t("import.preview.in-column", {
            column: columnName(header, column, (letters) => t("import.column.unnamed", { letters })),
            reason: text,
          });
    });
    return texts.join(" ");
  };
}

function useValues() {
  const t = useText();
  const formats: ShopFormats = useFormats();
  return (field: ImportField, value: string | undefined): string => {
    if (value === undefined) return UNKNOWN;
    if (field.endsWith("At")) return formats.instant(value);
    if (field === "channel") return formatChannel(value, t);
    if (field === "rating" && /[a-z]/.test(value)) return t(`import.value.${value}`);
    return WORDS.includes(field) ? t(`import.value.${value}`) : value;
  };
}
