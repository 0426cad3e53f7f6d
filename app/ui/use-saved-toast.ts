import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect } from "react";
import { useText } from "./use-text.ts";

/**
 * Says once for every answer of an action that what was sent has been saved: when the answer names no problems. Belongs to
 * the page, not to a form that begins anew once its data is saved and would say it again.
 * @param key of the words
 */
export function useSavedToast(answer: { problems: unknown } | undefined, key: string): void {
  const t = useText();
  const app = useAppBridge();
  useEffect(() => {
    if (answer && answer.problems === null) app.toast.show(t(key));
  }, [answer, key, app, t]);
}
