import { BlockStack, Box, Button, DatePicker, InlineStack, TextField } from "@shopify/polaris";
import { useState } from "react";
import { calendarDateOf, dayOfCalendarDate, type PeriodChoice, type PeriodView } from "./period-address.ts";
import { useText } from "./use-text.ts";

interface CustomPeriodProps {
  period: PeriodView;
  onApply(choice: PeriodChoice): void;
  onCancel(): void;
}

const MONDAY = 1;

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
          error={tried && (problem === "to" || problem === "reversed") && t(`period.problem.${problem}`)}
        />
        <Calendar
          from={from}
          to={to}
          todayOn={period.todayOn}
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
  onChange(range: { from: string; to: string }): void;
}

function Calendar({ from, to, todayOn, onChange }: CalendarProps) {
  const end = calendarDateOf(to) ?? calendarDateOf(todayOn) ?? new Date(0);
  const start = calendarDateOf(from) ?? end;
  const [shown, setShown] = useState({ month: end.getMonth(), year: end.getFullYear() });
  return (
    <DatePicker
      {...shown}
      allowRange
      weekStartsOn={MONDAY}
      selected={start <= end ? { start, end } : { start: end, end }}
      disableDatesAfter={calendarDateOf(todayOn) ?? end}
      onMonthChange={(month, year) => setShown({ month, year })}
      onChange={(range) => onChange({ from: dayOfCalendarDate(range.start), to: dayOfCalendarDate(range.end) })}
    />
  );
}

function problemOf(from: string, to: string): "from" | "to" | "reversed" | null {
  if (!calendarDateOf(from)) return "from";
  if (!calendarDateOf(to)) return "to";
  return from > to ? "reversed" : null;
}
