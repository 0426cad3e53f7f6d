import { useMemo } from "react";
import type { AlertView } from "../alerts/alert.ts";
import { plusDays } from "../metrics/period.ts";
import { useFigureFormat } from "./figure-formats.ts";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

export interface AlertWords {
  title: string;
  /** What the figure was in which week, and what was usual. */
  body: string;
  usual: string;
}

/** Puts an alert into words, in the page's language and the shop's currency. */
export function useAlertWords(): (alert: AlertView) => AlertWords {
  const t = useText();
  const formats = useFormats();
  const format = useFigureFormat();
  return useMemo(
    () =>
      ({ kpiId, side, rule, weekOn, ...alert }: AlertView) => {
        const figures = {
          kpi: t(`kpi.${kpiId}.name`),
          value: format.value(kpiId, alert.value),
          center: format.value(kpiId, alert.center),
          lower: format.value(kpiId, alert.lower),
          upper: format.value(kpiId, alert.upper),
          week: formats.days({ fromOn: weekOn, toOn: plusDays(weekOn, 6) }),
        };
        return {
          title: t(`alerts.message.subject.${side}`, figures),
          body: t("alerts.message.body", figures),
          usual: t(`alerts.message.usual.${rule}`, figures),
        };
      },
    [t, format, formats],
  );
}
