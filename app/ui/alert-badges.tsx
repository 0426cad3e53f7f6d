import { Badge } from "@shopify/polaris";
import { AlertTriangleIcon, CheckCircleIcon, InfoIcon } from "@shopify/polaris-icons";
import { type AlertView, alertStateOf } from "../alerts/alert.ts";
import { verdictOf } from "./alert-values.ts";
import { useText } from "./use-text.ts";

/** Whether a shift is for the better or the worse: in words, with a sign and in colour. */
export function VerdictBadge({ alert }: { alert: AlertView }) {
  const t = useText();
  const verdict = verdictOf(alert);
  return (
    <Badge tone={VERDICT_TONE[verdict]} icon={VERDICT_ICON[verdict]}>
      {t(`alerts.verdict.${verdict}`)}
    </Badge>
  );
}

const VERDICT_TONE = { worse: "critical", better: "success", neutral: "info" } as const;
const VERDICT_ICON = { worse: AlertTriangleIcon, better: CheckCircleIcon, neutral: InfoIcon } as const;

/** Whether an alert is new, acknowledged or over. */
export function StateBadge({ alert }: { alert: AlertView }) {
  const t = useText();
  const state = alertStateOf(alert);
  return <Badge {...(state === "new" && { tone: "attention" })}>{t(`alerts.state.${state}`)}</Badge>;
}
