import { useFetcher } from "@remix-run/react";
import { Button } from "@shopify/polaris";
import type { AlertView } from "../alerts/alert.ts";
import { useText } from "./use-text.ts";

/** Where alerts are acknowledged, from whatever page. */
export const ALERTS_PAGE = "/app/alerts";

/** Says that somebody has seen an alert; nothing where somebody has. */
export function AcknowledgeButton({ alert: { alertId, acknowledgedAt }, title }: { alert: AlertView; title: string }) {
  const t = useText();
  const fetcher = useFetcher();
  if (acknowledgedAt !== null) return null;
  const acknowledge = () => fetcher.submit({ intent: "acknowledge", alertId }, { method: "post", action: ALERTS_PAGE });
  return (
    <Button
      onClick={acknowledge}
      loading={fetcher.state !== "idle"}
      accessibilityLabel={t("alerts.acknowledge.of", { title })}
    >
      {t("alerts.acknowledge")}
    </Button>
  );
}
