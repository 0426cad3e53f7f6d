import { useNavigation, useSubmit } from "@remix-run/react";
import { SaveBar } from "@shopify/app-bridge-react";
import { type GoalTexts, goalFormOf } from "../metrics/goal-form.ts";
import { useText } from "./use-text.ts";

interface GoalSaveBarProps {
  /** The goals that are to be changed. */
  goals: GoalTexts;
  since: string;
  onDiscard(): void;
}

/** Comes up with the first changed goal. */
export function GoalSaveBar({ goals, since, onDiscard }: GoalSaveBarProps) {
  const t = useText();
  const submit = useSubmit();
  const busy = useNavigation().state !== "idle";
  const save = () => submit(goalFormOf(goals, since), { method: "post", preventScrollReset: true });
  return (
    <SaveBar id="goals" open={Object.keys(goals).length > 0}>
      <button type="button" variant="primary" disabled={busy} onClick={save}>
        {t("action.save")}
      </button>
      <button type="button" disabled={busy} onClick={onDiscard}>
        {t("action.discard")}
      </button>
    </SaveBar>
  );
}
