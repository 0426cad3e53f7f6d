import { BlockStack, Box, Button, DatePicker, InlineStack, TextField } from "@shopify/polaris";
import { useState } from "react";
import { lengthInDays, MAX_DAYS, type PeriodChoice, type WeekStart } from "../metrics/period.ts";
import { calendarDateOf, dayOfCalendarDate, type PeriodView } from "./period-address.ts";
import { useText } from "./use-text.ts";

interface CustomPeriodProps {
  period: PeriodView;
  onApply(choice: PeriodChoice): void;
  onCancel(): void;
}

/** A range by two fields or by calendar; both days count. Days after today in the shop's zone cannot be chosen. */
export function CustomPeriod({ period, onApply, onCancel }: CustomPeriodProps) {
  const t = useText();
  const [from, setFrom] = useState(period.fromOn);
  const [to, setTo] = useState(period.toOn);
  const [tried, setTried] = useState(false);
  const problem = problemOf(from, to);
  const apply = () => (problem ? setTried(true) : onApply({ from, to }));
  return (
    <Box padding="400" maxWidth="min(20rem, 90vw)">
      <BlockStack gap="300">
        <TextField
          label={t("period.from")}
          autoFocus
          type="date"
          value={from}
          max={period.todayOn}
          onChange={setFrom}
          autoComplete="off"
          error={tried && problem === "from" && t("period.problem.from")}
        />
        <TextField
          label={t("period.to")}
          type="date"
          value={to}
          max={period.todayOn}
          onChange={setTo}
          autoComplete="off"
          error={tried && problem !== null && problem !== "from" && t(`period.problem.${problem}`)}
        />
        <Calendar
          from={from}
          to={to}
          todayOn={period.todayOn}
          weekStart={period.weekStart}
          onChange={(range) => {
            setFrom(range.from);
            setTo(range.to);
          }}
        />
        <InlineStack align="end" gap="200">
          <Button onClick={onCancel}>{t("action.cancel")}</Button>
          <Button variant="primary" onClick={apply}>
            {t("period.apply")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Box>
  );
}

interface CalendarProps {
  from: string;
  to: string;
  todayOn: string;
  weekStart: WeekStart;
  onChange(range: { from: string; to: string }): void;
}

function Calendar({ from, to, todayOn, weekStart, onChange }: CalendarProps) {
  const end = calendarDateOf(to) ?? calendarDateOf(todayOn) ?? new Date(0);
  const start = calendarDateOf(from) ?? end;
  const [shown, setShown] = useState({ month: end.getMonth(), year: end.getFullYear() });
  return (
    <DatePicker
      {...shown}
      allowRange
      weekStartsOn={weekStart === 7 ? 0 : weekStart}
      selected={start <= end ? { start, end } : { start: end, end }}
      disableDatesAfter={calendarDateOf(todayOn) ?? end}
      onMonthChange={(month, year) => setShown({ month, year })}
      onChange={(range) => onChange({ from: dayOfCalendarDate(range.start), to: dayOfCalendarDate(range.end) })}
    />
  );
}

function problemOf(from: string, to: string): "from" | "to" | "reversed" | "too-long" | null {
  if (!calendarDateOf(from)) return "from";
  if (!calendarDateOf(to)) return "to";
  if (from > to) return "reversed";
  return lengthInDays({ fromOn: from, toOn: to }) > MAX_DAYS ? "too-long" : null;
}
