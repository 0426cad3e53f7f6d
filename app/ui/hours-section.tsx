import { Banner, BlockStack, Box, Checkbox, Divider, Text } from "@shopify/polaris";
import { HoursDay } from "./hours-day.tsx";
import { HoursHolidays } from "./hours-holidays.tsx";
import type { HoursRow, SettingsFieldsProps } from "./settings-draft.ts";
import { SettingsSection } from "./settings-section.tsx";
import { useText } from "./use-text.ts";

/** When the shop's support works: hours of each weekday, and days on which it does not. */
export function HoursSection(props: SettingsFieldsProps) {
  const t = useText();
  const { draft, onChange, errorOf } = props;
  const wrong = errorOf("hours") || errorOf("week");
  return (
    <SettingsSection title={t("settings.hours.title")} body={t("settings.hours.body")}>
      <BlockStack gap="400">
        <Checkbox
          label={t("settings.hours.use")}
          checked={draft.hasHours}
          onChange={(hasHours) => onChange({ hasHours })}
        />
        {draft.hasHours ? (
          <>
            {wrong && (
              <Banner tone="critical">
                <p>{wrong}</p>
              </Banner>
            )}
            <Week {...props} />
            <Divider />
            <HoursHolidays {...props} />
          </>
        ) : (
          <Box background="bg-surface-secondary" padding="300" borderRadius="200">
            <Text as="p">{t("settings.hours.none")}</Text>
          </Box>
        )}
      </BlockStack>
    </SettingsSection>
  );
}

function Week({ draft, onChange, errorOf }: SettingsFieldsProps) {
  const t = useText();
  const put = (days: readonly number[], rows: readonly HoursRow[]) =>
    onChange({ week: draft.week.map((was, day) => (days.includes(day) ? rows : was)) });
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        {t("settings.hours.week")}
      </Text>
      <Text as="p" tone="subdued">
        {t("settings.hours.help")}
      </Text>
      {draft.week.map((rows, day) => (
        <HoursDay
          // biome-ignore lint/suspicious/noArrayIndexKey: a week has the same days in the same places
          key={day}
          day={day}
          rows={rows}
          errorOf={errorOf}
          onChange={(changed) => put([day], changed)}
          onCopy={(days) => put(days, rows)}
        />
      ))}
    </BlockStack>
  );
}
