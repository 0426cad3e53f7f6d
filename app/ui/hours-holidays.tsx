import { BlockStack, Box, Button, InlineStack, Text, TextField } from "@shopify/polaris";
import { DeleteIcon, PlusIcon } from "@shopify/polaris-icons";
import { HOURS_LIMITS } from "../metrics/business-hours-limits.ts";
import type { HolidayRow, SettingsFieldsProps } from "./settings-draft.ts";
import { useText } from "./use-text.ts";

/** Days of the shop without any business hours. */
export function HoursHolidays({ draft, onChange, errorOf }: SettingsFieldsProps) {
  const t = useText();
  const { holidays } = draft;
  const put = (rows: readonly HolidayRow[]) => onChange({ holidays: rows });
  const listError = errorOf("holidays");
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        {t("settings.holidays")}
      </Text>
      <Text as="p" tone="subdued">
        {t(holidays.length === 0 ? "settings.holidays.none" : "settings.holidays.help")}
      </Text>
      {holidays.map((row, index) => (
        <Holiday
          // biome-ignore lint/suspicious/noArrayIndexKey: fields hold nothing of their own, so rows may change places
          key={index}
          {...{ row, index, errorOf }}
          onChange={(changed) => put(holidays.with(index, changed))}
          onRemove={() => put(holidays.toSpliced(index, 1))}
        />
      ))}
      {listError && (
        <Text as="p" tone="critical">
          {listError}
        </Text>
      )}
      <InlineStack>
        <Button
          icon={PlusIcon}
          disabled={holidays.length >= HOURS_LIMITS.holidays}
          onClick={() => put([...holidays, { day: "", name: "" }])}
        >
          {t("settings.holidays.add")}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

interface HolidayProps {
  row: HolidayRow;
  index: number;
  errorOf(field: string): string | false;
  onChange(row: HolidayRow): void;
  onRemove(): void;
}

function Holiday({ row, index, errorOf, onChange, onRemove }: HolidayProps) {
  const t = useText();
  const n = index + 1;
  return (
    <InlineStack gap="200" blockAlign="start">
      <Box width="160px">
        <TextField
          type="date"
          label={t("settings.holidays.day", { n })}
          labelHidden
          autoComplete="off"
          name={`holidays.${index}.day`}
          value={row.day}
          onChange={(day) => onChange({ ...row, day })}
          error={errorOf(`holidays.${index}.day`)}
        />
      </Box>
      <div style={{ flex: "1 1 160px" }}>
        <TextField
          label={t("settings.holidays.name", { n })}
          labelHidden
          placeholder={t("settings.holidays.placeholder")}
          autoComplete="off"
          maxLength={HOURS_LIMITS.holidayName}
          name={`holidays.${index}.name`}
          value={row.name}
          onChange={(name) => onChange({ ...row, name })}
          error={errorOf(`holidays.${index}.name`)}
        />
      </div>
      <Button
        icon={DeleteIcon}
        variant="tertiary"
        accessibilityLabel={t("settings.holidays.remove", { n })}
        onClick={onRemove}
      />
    </InlineStack>
  );
}
