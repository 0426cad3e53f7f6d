import { BlockStack } from "@shopify/polaris";
import { writeAgentRef } from "../metrics/figure-filter.ts";
import type { FilterOptions } from "../metrics/filter-options.ts";
import { SettingsChoices } from "./settings-choices.tsx";
import type { SettingsFieldsProps } from "./settings-draft.ts";
import { SettingsSection } from "./settings-section.tsx";
import { useText } from "./use-text.ts";

interface ExcludedSectionProps extends SettingsFieldsProps {
  options: Pick<FilterOptions, "agents" | "tags">;
}

/** Tickets that are not counted, and people who are not compared. */
export function ExcludedSection({ draft, onChange, errorOf, options }: ExcludedSectionProps) {
  const t = useText();
  const agents = options.agents.map(({ connectionId, agentId, name, helpdesk }) => ({
    value: writeAgentRef({ connectionId, agentId }),
    label: t("settings.agents.of", { name, helpdesk }),
  }));
  return (
    <SettingsSection title={t("settings.excluded.title")} body={t("settings.excluded.body")}>
      <BlockStack gap="400">
        <SettingsChoices
          label={t("settings.tags")}
          helpText={t("settings.tags.help")}
          placeholder={t("settings.tags.placeholder")}
          options={options.tags.map((tag) => ({ value: tag, label: tag }))}
          chosen={draft.excludedTags}
          onChange={(excludedTags) => onChange({ excludedTags })}
          offer={(tag) => t("settings.tags.offer", { tag })}
          error={errorOf("excludedTags")}
        />
        <SettingsChoices
          label={t("settings.agents")}
          helpText={t("settings.agents.help")}
          placeholder={t("settings.agents.placeholder")}
          options={agents}
          chosen={draft.excludedAgents}
          onChange={(excludedAgents) => onChange({ excludedAgents })}
          error={errorOf("excludedAgents")}
        />
      </BlockStack>
    </SettingsSection>
  );
}
