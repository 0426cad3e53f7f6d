import { BlockStack, Button, InlineStack, Link, Select, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { CreditRule } from "../attribution/credit-rule.ts";
import { ACTIVE_DAYS, WEEK_STARTS } from "../metrics/shop-settings.ts";
import { LOCALES } from "./i18n.ts";
import { LANGUAGE_NAMES } from "./language-names.ts";
import type { SettingsFieldsProps } from "./settings-draft.ts";
import { SettingsSection } from "./settings-section.tsx";
import { useText } from "./use-text.ts";
import { weekdayName } from "./weekday-name.ts";

/** The shop's zone, which Shopify keeps, and the weekday on which weeks begin. */
export function WeekSection({ draft, onChange, errorOf, timeZone }: SettingsFieldsProps & { timeZone: string }) {
  const t = useText();
  const { i18n } = useTranslation();
  return (
    <SettingsSection title={t("settings.time.title")} body={t("settings.time.body")}>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h3" variant="bodyMd">
            {t("settings.zone")}
          </Text>
          <Text as="p" fontWeight="semibold">
            <span data-setting="time-zone">{timeZone}</span>
          </Text>
          <Text as="p" tone="subdued">
            {t("settings.zone.help")}
          </Text>
        </BlockStack>
        <Select
          label={t("settings.week-start")}
          helpText={t("settings.week-start.help")}
          options={WEEK_STARTS.map((day) => ({ value: String(day), label: weekdayName(day, i18n.language) }))}
          value={draft.weekStart}
          onChange={(weekStart) => onChange({ weekStart })}
          error={errorOf("weekStart")}
        />
      </BlockStack>
    </SettingsSection>
  );
}

/** How long after an order a customer counts as active. */
export function CustomersSection({ draft, onChange, errorOf }: SettingsFieldsProps) {
  const t = useText();
  return (
    <SettingsSection title={t("settings.customers.title")} body={t("settings.customers.body")}>
      <TextField
        label={t("settings.active-days")}
        helpText={t("settings.active-days.help")}
        type="number"
        inputMode="numeric"
        min={ACTIVE_DAYS.least}
        max={ACTIVE_DAYS.most}
        step={1}
        suffix={t("settings.days")}
        autoComplete="off"
        value={draft.activeDays}
        onChange={(activeDays) => onChange({ activeDays })}
        error={errorOf("activeDays")}
      />
    </SettingsSection>
  );
}

/** The rule by which orders are credited, told here and explained with its figures. */
export function RuleSection({ rule }: { rule: CreditRule }) {
  const t = useText();
  return (
    <SettingsSection title={t("settings.rule.title")} body={t("settings.rule.body")}>
      <BlockStack gap="200">
        <Text as="p">{t("rule.window", { count: rule.windowDays, anchor: t(`rule.anchor.${rule.anchor}`) })}</Text>
        <Text as="p">{t(rule.replyRequired ? "rule.reply-required" : "rule.reply-not-required")}</Text>
        <Text as="p">
          <Link url="/app/conversions">{t("settings.rule.more")}</Link>
        </Text>
      </BlockStack>
    </SettingsSection>
  );
}

/** Costs have a page of their own. */
export function CostsSection() {
  const t = useText();
  return (
    <SettingsSection title={t("settings.costs.title")} body={t("settings.costs.body")}>
      <InlineStack>
        <Button url="/app/costs">{t("settings.costs.open")}</Button>
      </InlineStack>
    </SettingsSection>
  );
}

/** The language of whoever is looking; the others of the shop keep theirs. */
export function LanguageSection({ draft, onChange, errorOf }: SettingsFieldsProps) {
  const t = useText();
  const languages = LOCALES.map((locale) => ({ value: locale, label: LANGUAGE_NAMES[locale] }));
  return (
    <SettingsSection title={t("settings.language.title")} body={t("settings.language.body")}>
      <Select
        label={t("settings.language")}
        options={[{ value: "", label: t("settings.language.admin") }, ...languages]}
        value={draft.locale}
        onChange={(locale) => onChange({ locale })}
        error={errorOf("locale")}
      />
    </SettingsSection>
  );
}
