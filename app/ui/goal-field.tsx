import { BlockStack, InlineGrid, Text, TextField } from "@shopify/polaris";
import { growsWithPeriod } from "../metrics/goal.ts";
import type { GoalFieldProblem } from "../metrics/goal-form.ts";
import type { GoalText } from "../metrics/goal-text.ts";
import { type KpiId, kpi } from "../metrics/kpi-book.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

interface GoalFieldProps {
  id: KpiId;
  currency: string;
  text: GoalText;
  problem: GoalFieldProblem | null;
  onChange(text: GoalText): void;
}

/** Where a goal is typed, in the unit in which it is said. The group's name says whose goal it is. */
export function GoalField({ id, currency, text, problem, onChange }: GoalFieldProps) {
  const t = useText();
  const formats = useFormats();
  const { unit, direction } = kpi(id);
  const label = direction === "down" ? t("goals.field.at-most") : t("goals.field.at-least");
  const inputOf = (name: keyof GoalText) => ({
    value: text[name],
    onChange: (value: string) => onChange({ ...text, [name]: value }),
    inputMode: "decimal" as const,
    autoComplete: "off",
    ...(problem?.field === name && {
      error: t(`goals.problem.${problem.problem}`, {
        low: formats.decimal(problem.low ?? null),
        high: formats.decimal(problem.high ?? null),
      }),
    }),
  });
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minInlineSize: 0 }}>
      <legend style={{ padding: 0 }}>
        <Text as="span" visuallyHidden>
          {t("goals.field.of", { kpi: t(`kpi.${id}.name`) })}
        </Text>
      </legend>
      {unit === "seconds" ? (
        <BlockStack gap="100">
          <Text as="p">{label}</Text>
          <InlineGrid columns={2} gap="200" alignItems="start">
            <TextField
              label={t("goals.field.hours")}
              labelHidden
              suffix={t("goals.unit.hours")}
              {...inputOf("hours")}
            />
            <TextField
              label={t("goals.field.minutes")}
              labelHidden
              suffix={t("goals.unit.minutes")}
              {...inputOf("minutes")}
            />
          </InlineGrid>
        </BlockStack>
      ) : (
        <TextField
          label={label}
          {...(unit === "share" && { suffix: t("goals.unit.percent") })}
          {...(unit === "money" && { suffix: currency })}
          {...(growsWithPeriod(id) && { helpText: t("goals.field.in-30-days") })}
          {...inputOf("amount")}
        />
      )}
    </fieldset>
  );
}
