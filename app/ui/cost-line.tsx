import { BlockStack, Button, InlineGrid, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { useId } from "react";
import { isMonth } from "../metrics/cost-months.ts";
import { type CostField, type CostProblem, type CostRow, MOST_NOTE_CHARACTERS } from "../metrics/cost-rows.ts";
import { COST_KINDS } from "../metrics/support-cost.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

interface CostLineProps {
  /** From 1. */
  number: number;
  row: CostRow;
  /** A line that was just added takes the cursor. */
  isNew: boolean;
  currency: string;
  problems: readonly CostProblem[];
  /** The line that a problem names beside its own. */
  otherOf(problem: CostProblem): CostRow | null;
  onChange(row: CostRow): void;
  onRemove(): void;
}

/** One monthly cost: what, how much, from when until when. */
export function CostLine({ number, row, isNew, currency, problems, otherOf, onChange, onRemove }: CostLineProps) {
  const t = useText();
  const id = useId();
  const explain = useCostProblem(otherOf);
  const field = (name: CostField) => {
    const error = explain(problems.find((problem) => problem.field === name));
    return {
      value: row[name],
      onChange: (value: string) => onChange({ ...row, [name]: value }),
      ...(error && { error }),
    };
  };
  return (
    <fieldset aria-labelledby={id} style={{ border: 0, margin: 0, padding: 0, minInlineSize: 0 }}>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="span" variant="headingSm" id={id}>
            {t("costs.form.line", { number })}
          </Text>
          <Button
            variant="plain"
            tone="critical"
            accessibilityLabel={t("costs.form.remove-line", { number })}
            onClick={onRemove}
          >
            {t("costs.form.remove")}
          </Button>
        </InlineStack>
        <InlineGrid columns={{ xs: 1, sm: 2, md: 4 }} gap="300" alignItems="start">
          <Select
            label={t("costs.kind")}
            options={COST_KINDS.map((kind) => ({ value: kind, label: t(`costs.kind.${kind}`) }))}
            {...field("kind")}
          />
          <TextField
            label={t("costs.form.amount")}
            suffix={currency}
            inputMode="decimal"
            autoFocus={isNew}
            autoComplete="off"
            {...field("amount")}
          />
          <TextField
            label={t("costs.form.start")}
            type="month"
            placeholder={t("costs.month.placeholder")}
            autoComplete="off"
            {...field("startMonth")}
          />
          <TextField
            label={t("costs.form.end")}
            type="month"
            placeholder={t("costs.month.placeholder")}
            helpText={t("costs.form.end.help")}
            autoComplete="off"
            {...field("endMonth")}
          />
        </InlineGrid>
        <TextField
          label={t("costs.form.note")}
          maxLength={MOST_NOTE_CHARACTERS}
          autoComplete="off"
          {...field("note")}
        />
      </BlockStack>
    </fieldset>
  );
}

/** What is wrong with a field, in words; an overlap names the line that it is with. */
function useCostProblem(otherOf: CostLineProps["otherOf"]): (problem: CostProblem | undefined) => string | undefined {
  const t = useText();
  const formats = useFormats();
  const nameOf = (row: CostRow) => {
    const kind = COST_KINDS.find((known) => known === row.kind) ?? "other";
    const month = isMonth(row.startMonth) ? formats.month(`${row.startMonth}-01`) : row.startMonth;
    return t("costs.form.other", { kind: t(`costs.kind.${kind}`), month });
  };
  return (problem) => {
    if (!problem) return undefined;
    const other = otherOf(problem);
    // The line it overlapped with may have been removed since.
    if (problem.problem === "overlaps")
      return other ? t("costs.problem.overlaps", { other: nameOf(other) }) : undefined;
    return t(`costs.problem.${problem.problem}`, { max: formats.count(MOST_NOTE_CHARACTERS) });
  };
}
