import { ActionList, BlockStack, Box, Button, InlineStack, Popover, Text, TextField } from "@shopify/polaris";
import { DeleteIcon, PlusIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { HOURS_LIMITS } from "../metrics/business-hours-limits.ts";
import { type HoursRow, USUAL_HOURS } from "./settings-draft.ts";
import { useText } from "./use-text.ts";
import { weekdayName } from "./weekday-name.ts";

const ALL_DAYS = [0, 1, 2, 3, 4, 5, 6];
const WEEKDAYS = [0, 1, 2, 3, 4];
const TIME_WIDTH = "124px";

interface HoursDayProps {
  /** 0 is Monday. */
  day: number;
  rows: readonly HoursRow[];
  errorOf(field: string): string | false;
  onChange(rows: readonly HoursRow[]): void;
  /** Gives these days the same hours. */
  onCopy(days: readonly number[]): void;
}

/** The hours of one weekday: any number of intervals, or closed. */
export function HoursDay({ day, rows, errorOf, onChange, onCopy }: HoursDayProps) {
  const t = useText();
  const { i18n } = useTranslation();
  const name = weekdayName(day + 1, i18n.language);
  const dayError = errorOf(`week.${day}`);
  const last = rows.at(-1);
  return (
    <fieldset data-weekday={day} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend style={{ padding: 0 }}>
        <Text as="span" fontWeight="semibold">
          {name}
        </Text>
      </legend>
      <BlockStack gap="200">
        {rows.length === 0 && (
          <Text as="p" tone="subdued">
            {t("settings.hours.closed")}
          </Text>
        )}
        {rows.map((row, index) => (
          <HoursInterval
            // biome-ignore lint/suspicious/noArrayIndexKey: fields hold nothing of their own, so rows may change places
            key={index}
            {...{ day, name, index, row, errorOf }}
            onChange={(changed) => onChange(rows.with(index, changed))}
            onRemove={() => onChange(rows.toSpliced(index, 1))}
          />
        ))}
        {dayError && (
          <Text as="p" tone="critical">
            {dayError}
          </Text>
        )}
        <InlineStack gap="200">
          <Button
            variant="tertiary"
            icon={PlusIcon}
            disabled={rows.length >= HOURS_LIMITS.intervalsADay}
            accessibilityLabel={t("settings.hours.add-to", { day: name })}
            onClick={() => onChange([...rows, last ? { from: last.to, to: "" } : USUAL_HOURS])}
          >
            {t("settings.hours.add")}
          </Button>
          <CopyMenu day={day} name={name} onCopy={onCopy} />
        </InlineStack>
      </BlockStack>
    </fieldset>
  );
}

interface HoursIntervalProps {
  day: number;
  name: string;
  index: number;
  row: HoursRow;
  errorOf(field: string): string | false;
  onChange(row: HoursRow): void;
  onRemove(): void;
}

function HoursInterval({ day, name, index, row, errorOf, onChange, onRemove }: HoursIntervalProps) {
  const t = useText();
  const place = { day: name, n: index + 1 };
  const time = (end: "from" | "to") => (
    <Box width={TIME_WIDTH}>
      <TextField
        type="time"
        label={t(`settings.hours.${end}`, place)}
        labelHidden
        autoComplete="off"
        name={`week.${day}.${index}.${end}`}
        value={row[end]}
        onChange={(value) => onChange({ ...row, [end]: value })}
        error={errorOf(`week.${day}.${index}.${end}`)}
      />
    </Box>
  );
  return (
    <InlineStack gap="200" blockAlign="start" wrap={false}>
      {time("from")}
      <Box paddingBlockStart="150">
        <Text as="span" tone="subdued">
          –
        </Text>
      </Box>
      {time("to")}
      <Button
        icon={DeleteIcon}
        variant="tertiary"
        accessibilityLabel={t("settings.hours.remove", place)}
        onClick={onRemove}
      />
    </InlineStack>
  );
}

function CopyMenu({ day, name, onCopy }: { day: number; name: string; onCopy(days: readonly number[]): void }) {
  const t = useText();
  const { i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const action = (content: string, days: readonly number[]) => ({
    content,
    onAction: () => {
      onCopy(days);
      setOpen(false);
    },
  });
  return (
    <Popover
      active={open}
      onClose={() => setOpen(false)}
      activator={
        <Button
          variant="tertiary"
          disclosure
          accessibilityLabel={t("settings.hours.copy-of", { day: name })}
          onClick={() => setOpen(!open)}
        >
          {t("settings.hours.copy")}
        </Button>
      }
    >
      <ActionList
        items={[
          action(t("settings.hours.copy-all"), ALL_DAYS),
          action(t("settings.hours.copy-weekdays"), WEEKDAYS),
          ...ALL_DAYS.filter((other) => other !== day).map((other) =>
            action(weekdayName(other + 1, i18n.language), [other]),
          ),
        ]}
      />
    </Popover>
  );
}
