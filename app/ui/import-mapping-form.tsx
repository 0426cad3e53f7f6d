import { BlockStack, Card, InlineGrid, Select, Text, TextField } from "@shopify/polaris";
import {
  fieldsOf,
  type ImportField,
  LIST_SEPARATORS,
  RATING_SCALES,
  requiredFields,
  TIME_FORMATS,
} from "../imports/import-fields.ts";
import type { ImportMapping } from "../imports/import-mapping.ts";
import { columnName } from "./import-view.ts";
import { useText } from "./use-text.ts";

/** Fields whose meaning their name does not tell. */
const EXPLAINED: readonly ImportField[] = [
  "firstResponseAt",
  "ratedAt",
  "updatedAt",
  "author",
  "messageId",
  "shopifyCustomerId",
];
const NONE = "";

interface MappingFormProps {
  mapping: ImportMapping;
  missing: readonly ImportField[];
  zones: readonly string[];
  onChange(mapping: ImportMapping): void;
}

/** Which column holds what. */
export function ColumnChoices({ mapping, missing, onChange }: Omit<MappingFormProps, "zones">) {
  const t = useText();
  const { header, columns, content } = mapping;
  const required = requiredFields(content);
  const options = [
    { label: t("import.column.none"), value: NONE },
    ...header.map((_, index) => ({
      label: columnName(header, index, (letters) => t("import.column.unnamed", { letters })),
      value: String(index),
    })),
  ];
  const choose = (field: ImportField, value: string) => {
    const { [field]: _, ...others } = columns;
    onChange({ ...mapping, columns: value === NONE ? others : { ...others, [field]: Number(value) } });
  };
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("import.columns.title")}
        </Text>
        <Text as="p">{t("import.columns.body")}</Text>
        <InlineGrid columns={{ xs: 1, sm: 2, md: 3 }} gap="400" alignItems="start">
          {fieldsOf(content).map((field) => (
            <Select
              key={field}
              label={t(`import.field.${field}`)}
              {...(EXPLAINED.includes(field) && { helpText: t(`import.field-help.${field}`) })}
              options={options}
              value={columns[field] === undefined ? NONE : String(columns[field])}
              onChange={(value) => choose(field, value)}
              requiredIndicator={required.includes(field)}
              {...(missing.includes(field) && { error: t("import.field.required") })}
            />
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

/** How the cells are written. */
export function ReadingChoices({ mapping, zones, onChange }: Omit<MappingFormProps, "missing">) {
  const t = useText();
  const { columns, content } = mapping;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("import.reading.title")}
        </Text>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400" alignItems="start">
          <Select
            label={t("import.reading.time-format")}
            options={TIME_FORMATS.map((value) => ({ value, label: t(`import.time-format.${value}`) }))}
            value={mapping.timeFormat}
            onChange={(value) => onChange({ ...mapping, timeFormat: oneOf(TIME_FORMATS, value) })}
          />
          <Select
            label={t("import.reading.zone")}
            helpText={t("import.reading.zone.help")}
            options={[...zones]}
            value={mapping.timeZone}
            onChange={(timeZone) => onChange({ ...mapping, timeZone })}
          />
          {content === "tickets" && columns.tags !== undefined && (
            <Select
              label={t("import.reading.separator")}
              options={LIST_SEPARATORS.map((value) => ({
                value,
                label: t(`import.separator.${SEPARATOR_NAMES[value]}`),
              }))}
              value={mapping.listSeparator}
              onChange={(value) => onChange({ ...mapping, listSeparator: oneOf(LIST_SEPARATORS, value) })}
            />
          )}
          {content === "tickets" && columns.rating !== undefined && (
            <Select
              label={t("import.reading.scale")}
              options={RATING_SCALES.map((value) => ({ value, label: t(`import.scale.${value}`) }))}
              value={mapping.ratingScale}
              onChange={(value) => onChange({ ...mapping, ratingScale: oneOf(RATING_SCALES, value) })}
            />
          )}
          {content === "tickets" && columns.status !== undefined && (
            <StateWords mapping={mapping} onChange={onChange} />
          )}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

const SEPARATOR_NAMES = { ",": "comma", ";": "semicolon", "|": "bar", " ": "blank" } as const;

function StateWords({ mapping, onChange }: Pick<MappingFormProps, "mapping" | "onChange">) {
  const t = useText();
  return (
    <>
      <TextField
        label={t("import.reading.open-words")}
        helpText={t("import.reading.words.help")}
        autoComplete="off"
        value={mapping.openWords.join(",")}
        onChange={(text) => onChange({ ...mapping, openWords: wordsIn(text) })}
      />
      <TextField
        label={t("import.reading.closed-words")}
        helpText={t("import.reading.words.help")}
        autoComplete="off"
        value={mapping.closedWords.join(",")}
        onChange={(text) => onChange({ ...mapping, closedWords: wordsIn(text) })}
      />
    </>
  );
}

/** Split at commas only, so that joining them again gives what was typed. */
function wordsIn(text: string): string[] {
  return text === "" ? [] : text.split(",");
}

function oneOf<Value extends string>(values: readonly [Value, ...Value[]], text: string): Value {
  return values.find((value) => value === text) ?? values[0];
}
