import { useNavigation, useSubmit } from "@remix-run/react";
import { type GoalTexts, goalFormOf } from "../metrics/goal-form.ts";
import { EditBar } from "./edit-bar.tsx";

interface GoalSaveBarProps {
  /** The goals that are to be changed. */
  goals: GoalTexts;
  since: string;
  onDiscard(): void;
}

/** Comes up with the first changed goal. */
export function GoalSaveBar({ goals, since, onDiscard }: GoalSaveBarProps) {
  const submit = useSubmit();
  const busy = useNavigation().state !== "idle";
  const save = () => submit(goalFormOf(goals, since), { method: "post", preventScrollReset: true });
  return <EditBar id="goals" open={Object.keys(goals).length > 0} {...{ busy, onDiscard }} onSave={save} />;
}
