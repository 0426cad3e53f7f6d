import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";
import {
  type Change,
  formatChangeSize,
  formatCount,
  formatDay,
  formatDecimal,
  formatDuration,
  formatHour,
  formatInstant,
  formatMoney,
  formatMonth,
  formatPercent,
  formatShortDay,
  formatWeekday,
  type ValueKind,
} from "./format.ts";
import { useText } from "./use-text.ts";

interface ShopUnits {
  timeZone: string;
  currency: string;
}

const ShopUnitsContext = createContext<ShopUnits>({ timeZone: "UTC", currency: "USD" });

/** Zone and currency of the shop, for everything below that shows a time or an amount. */
export function ShopUnitsProvider({ timeZone, currency, children }: ShopUnits & { children: ReactNode }) {
  const units = useMemo(() => ({ timeZone, currency }), [timeZone, currency]);
  return <ShopUnitsContext.Provider value={units}>{children}</ShopUnitsContext.Provider>;
}

export interface ShopFormats {
  count(value: number | null): string;
  /** @param digits decimals at most; one where left out */
  decimal(value: number | null, digits?: number): string;
  /** @param share 0 to 1 */
  percent(share: number | null): string;
  /** @param amount in minor units of the shop's currency */
  money(amount: number | null): string;
  duration(seconds: number | null): string;
  /** @param day YYYY-MM-DD */
  day(day: string | null): string;
  shortDay(day: string): string;
  /** @param day any day of the month */
  month(day: string): string;
  /** Short. @param weekday ISO: 1 is Monday */
  weekday(weekday: number): string;
  /** @param hour 0 to 23 */
  hour(hour: number): string;
  days(range: { fromOn: string; toOn: string }): string;
  instant(at: string | Date | null): string;
  value(value: number | null, kind: ValueKind): string;
  changeSize(change: Change): string;
}

/** The formatters of `format.ts`, bound to the page's language and the shop's zone and currency. */
export function useFormats(): ShopFormats {
  const t = useText();
  const { i18n } = useTranslation();
  const { timeZone, currency } = useContext(ShopUnitsContext);
  const locale = i18n.language;
  return useMemo(() => {
    const formats = {
      count: (value: number | null) => formatCount(value, locale),
      decimal: (value: number | null, digits = 1) => formatDecimal(value, locale, digits),
      percent: (share: number | null) => formatPercent(share, locale),
      money: (amount: number | null) => formatMoney(amount, { locale, currency }),
      duration: (seconds: number | null) => formatDuration(seconds, locale, t),
      day: (day: string | null) => formatDay(day, locale),
      shortDay: (day: string) => formatShortDay(day, locale),
      month: (day: string) => formatMonth(day, locale),
      weekday: (weekday: number) => formatWeekday(weekday, locale),
      hour: (hour: number) => formatHour(hour, locale),
      days: ({ fromOn, toOn }: { fromOn: string; toOn: string }) =>
        fromOn === toOn
          ? formatDay(fromOn, locale)
          : t("period.range", { from: formatDay(fromOn, locale), to: formatDay(toOn, locale) }),
      instant: (at: string | Date | null) => formatInstant(at, { locale, timeZone }),
      changeSize: (change: Change) => formatChangeSize(change, locale, t),
    };
    const byKind: Record<ValueKind, (value: number | null) => string> = {
      count: formats.count,
      seconds: formats.duration,
      share: formats.percent,
      money: formats.money,
      number: (value) => formats.decimal(value, 2),
      score: (value) => formats.decimal(value, 2),
    };
    return { ...formats, value: (value: number | null, kind: ValueKind) => byKind[kind](value) };
  }, [t, locale, timeZone, currency]);
}
