import type { Alert, AlertView, Mover, Movers } from "../alerts/alert.ts";
import { type KpiId, kpi } from "../metrics/kpi-book.ts";
import { formatChannel } from "./channel-name.ts";
import {
  formatCount,
  formatDay,
  formatDecimal,
  formatDuration,
  formatMoney,
  formatPercent,
  type Translate,
} from "./format.ts";

/** In which words figures are written. */
export interface Speech {
  t: Translate;
  locale: string;
  currency: string;
}

/** A value in its KPI's unit, for where there is no page around it; "–" where it is unknown. */
export function writeValue(id: KpiId, value: number | null, { t, locale, currency }: Speech): string {
  const { unit } = kpi(id);
  if (unit === "share") return formatPercent(value, locale);
  if (unit === "seconds") return formatDuration(value, locale, t);
  if (unit === "money") return formatMoney(value, { locale, currency });
  if (unit === "count") return formatCount(value, locale);
  return formatDecimal(value, locale, id === "nps" ? 1 : 2);
}

/** The days of a week. */
export function writeDays(fromOn: string, toOn: string, { t, locale }: Speech): string {
  const from = formatDay(fromOn, locale);
  return fromOn === toOn ? from : t("period.range", { from, to: formatDay(toOn, locale) });
}

/** A part's name: a channel's in the language, an agent's, a tag; nobody has a name of its own. */
export function nameOfMover(kind: keyof Movers, { key, label }: Mover, t: Translate): string {
  if (kind === "channel") return formatChannel(key, t);
  if (kind === "agent") return key === "" ? t("agents.unassigned") : (label ?? key);
  return key;
}

/** Whether the shift is for the worse, the better, or neither by itself. */
export function verdictOf({ kpiId, side }: Pick<Alert | AlertView, "kpiId" | "side">): "better" | "worse" | "neutral" {
  const { direction } = kpi(kpiId);
  if (direction === "neutral") return "neutral";
  return (direction === "up") === (side === "above") ? "better" : "worse";
}
