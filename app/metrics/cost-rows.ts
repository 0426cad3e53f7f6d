import { minorDigitsOf, minorUnitsOf } from "../orders/money.ts";
import { isMonth } from "./cost-months.ts";
import { COST_KINDS, type CostKind, type MonthlyCost } from "./support-cost.ts";

/** A line of the form, as typed. */
export interface CostRow {
  kind: string;
  /** Major units with a point before decimals: "1234.50". */
  amount: string;
  startMonth: string;
  /** Empty while the cost goes on. */
  endMonth: string;
  note: string;
}

export type CostField = keyof CostRow;

/** What is wrong with a field of a line. */
export interface CostProblem {
  /** Index of the line. */
  row: number;
  field: CostField;
  problem:
    | "kind"
    | "amount"
    | "amount-negative"
    | "amount-too-big"
    | "month"
    | "end-before-start"
    | "overlaps"
    | "note-too-long"
    | "too-many";
  /** Index of the earlier line that an overlap is with. */
  other?: number;
}

/** Ten years of three such costs are still whole as a number, in minor units. */
const MOST_MINOR = 10n ** 13n;
export const MOST_NOTE_CHARACTERS = 200;
const MOST_ROWS = 100;

/**
 * Reads the whole list of costs. Any problem stands with the field it is about, and then no costs are given: a list is
 * saved whole or not at all. Two costs of one kind may not share a month.
 */
export function readCostRows(
  rows: readonly CostRow[],
  currency: string,
): { costs: MonthlyCost[]; problems: null } | { costs: null; problems: CostProblem[] } {
  const read = rows.map((row) => readRow(row, currency));
  const problems = [
    ...read.flatMap(({ problems: found }, row) => found.map((problem) => ({ row, ...problem }))),
    ...findOverlaps(read.map(({ cost }) => cost)),
    ...(rows.length > MOST_ROWS ? [{ row: MOST_ROWS, field: "kind", problem: "too-many" } as const] : []),
  ];
  const costs = read.flatMap(({ cost }) => cost ?? []);
  return problems.length > 0 ? { costs: null, problems } : { costs, problems: null };
}

/** The line that `readCostRows` reads back as this cost. */
export function writeCostRow(
  { kind, amountMinor, startMonth, endMonth, note }: MonthlyCost,
  currency: string,
): CostRow {
  const digits = minorDigitsOf(currency);
  const text = String(amountMinor).padStart(digits + 1, "0");
  const amount = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return { kind, amount, startMonth, endMonth: endMonth ?? "", note };
}

type FieldProblem = Omit<CostProblem, "row">;

function readRow(row: CostRow, currency: string): { cost: MonthlyCost | null; problems: FieldProblem[] } {
  const [startMonth, endMonth, note] = [row.startMonth.trim(), row.endMonth.trim(), row.note.trim()];
  const kind = COST_KINDS.find((known) => known === row.kind);
  const amount = readAmount(row.amount.trim(), currency);
  const problems: FieldProblem[] = [];
  if (!kind) problems.push({ field: "kind", problem: "kind" });
  if (typeof amount === "string") problems.push({ field: "amount", problem: amount });
  if (!isMonth(startMonth)) problems.push({ field: "startMonth", problem: "month" });
  if (endMonth !== "" && !isMonth(endMonth)) problems.push({ field: "endMonth", problem: "month" });
  else if (endMonth !== "" && isMonth(startMonth) && endMonth < startMonth)
    problems.push({ field: "endMonth", problem: "end-before-start" });
  if (note.length > MOST_NOTE_CHARACTERS) problems.push({ field: "note", problem: "note-too-long" });
  if (!kind || typeof amount === "string" || problems.length > 0) return { cost: null, problems };
  return { cost: { kind, amountMinor: amount, startMonth, endMonth: endMonth || null, note }, problems };
}

/** Decimals beyond the currency's are refused, not rounded: "1.500" may well be meant as one thousand five hundred. */
function readAmount(text: string, currency: string): bigint | "amount" | "amount-negative" | "amount-too-big" {
  const minor = minorUnitsOf(text, currency);
  if (minor === null || (text.split(".")[1] ?? "").length > minorDigitsOf(currency)) return "amount";
  if (text.startsWith("-")) return "amount-negative";
  return minor > MOST_MINOR ? "amount-too-big" : minor;
}

/** Beside the first month of the later line, since both lines are right by themselves. */
function findOverlaps(costs: readonly (MonthlyCost | null)[]): CostProblem[] {
  return costs.flatMap((cost, row) => {
    const other = costs.slice(0, row).findIndex((earlier) => cost && earlier && overlap(cost, earlier));
    return other < 0 ? [] : [{ row, field: "startMonth" as const, problem: "overlaps" as const, other }];
  });
}

function overlap(one: Omit<MonthlyCost, "amountMinor">, two: Omit<MonthlyCost, "amountMinor">): boolean {
  return one.kind === two.kind && !endsBefore(one, two) && !endsBefore(two, one);
}

function endsBefore({ endMonth }: { endMonth: string | null }, { startMonth }: { startMonth: string }): boolean {
  return endMonth !== null && endMonth < startMonth;
}

/** A new line of the form. */
export function emptyCostRow(kind: CostKind, startMonth: string): CostRow {
  return { kind, amount: "", startMonth, endMonth: "", note: "" };
}
