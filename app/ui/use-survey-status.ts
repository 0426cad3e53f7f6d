import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useState } from "react";
import { CHECKING, NOT_TOLD, type SurveyStatus, surveyStatusOf } from "./survey-status.ts";

/** Whether the theme on show has the survey; asked again whenever the merchant comes back, as from the theme editor. */
export function useSurveyStatus(): SurveyStatus {
  const app = useAppBridge();
  const [status, setStatus] = useState(CHECKING);
  useEffect(() => {
    let isWanted = true;
    const ask = async () => {
      const next = await askFor(app).catch(() => NOT_TOLD);
      if (isWanted) setStatus(next);
    };
    const onVisible = () => document.visibilityState === "visible" && void ask();
    void ask();
    window.addEventListener("focus", onVisible);
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      isWanted = false;
      window.removeEventListener("focus", onVisible);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [app]);
  return status;
}

/** Older versions of App Bridge know nothing of extensions, whatever its types say. */
async function askFor(app: { app?: { extensions?(): Promise<unknown> } }): Promise<SurveyStatus> {
  return surveyStatusOf(await app.app?.extensions?.());
}
