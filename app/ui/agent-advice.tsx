import { Banner, BlockStack } from "@shopify/polaris";
import type { Lead } from "../metrics/advice.ts";
import { useFigureFormat } from "./figure-formats.ts";
import { useText } from "./use-text.ts";

/** What to ask an agent about who is far ahead of the team; nothing where nobody is. */
export function AgentAdvice({ leads }: { leads: readonly Lead[] }) {
  const t = useText();
  const { value } = useFigureFormat();
  if (leads.length === 0) return null;
  return (
    <Banner tone="info" title={t("agents.advice.title")}>
      <BlockStack gap="100">
        {leads.map((lead) => (
          <p key={lead.kpi} data-lead={lead.kpi}>
            {t("agents.advice.lead", {
              agent: lead.name,
              kpi: t(`kpi.${lead.kpi}.name`),
              value: value(lead.kpi, lead.value),
              typical: value(lead.kpi, lead.typical),
            })}
          </p>
        ))}
        <p>{t("agents.advice.ask")}</p>
      </BlockStack>
    </Banner>
  );
}
