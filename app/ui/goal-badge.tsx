import { Badge, Tooltip } from "@shopify/polaris";
import { AlertTriangleIcon, CheckCircleIcon, QuestionCircleIcon } from "@shopify/polaris-icons";
import type { GoalState } from "../metrics/goal.ts";
import { useText } from "./use-text.ts";

interface GoalBadgeProps {
  state: GoalState;
  /** The goal itself, such as "at most 4 h"; it shows on hover and on keyboard focus. */
  goalText: string;
}

/** Whether a goal is reached: in words, with a sign and in colour. Only where there is a goal. */
export function GoalBadge({ state, goalText }: GoalBadgeProps) {
  const t = useText();
  return (
    <Tooltip content={t("goal.is", { goal: goalText })}>
      <span data-goal={state}>
        <Badge {...TONE[state]} icon={ICON[state]}>
          {t(`goal.state.${state}`)}
        </Badge>
      </span>
    </Tooltip>
  );
}

const TONE = { reached: { tone: "success" }, missed: { tone: "critical" }, unknown: {} } as const;
const ICON = { reached: CheckCircleIcon, missed: AlertTriangleIcon, unknown: QuestionCircleIcon };
