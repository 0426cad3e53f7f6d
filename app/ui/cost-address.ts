import { z } from "zod";
import type { CostRow } from "../metrics/cost-rows.ts";

/** Longer texts and lists than the form makes are somebody else's. */
const text = z.string().max(1000);
const costRows = z.array(z.object({ kind: text, amount: text, startMonth: text, endMonth: text, note: text })).max(200);

/** The list of costs as the form sends it: one field `costs` of JSON, because its lines belong together. */
export function costFormOf(rows: readonly CostRow[]): { costs: string } {
  return { costs: JSON.stringify(rows) };
}

/** Reads what `costFormOf` wrote; null for anything else. The rows are as typed: `readCostRows` judges them. */
export function parseCostForm(form: FormData): CostRow[] | null {
  const sent = z.string().transform(jsonOf).pipe(costRows).safeParse(form.get("costs"));
  return sent.success ? sent.data : null;
}

function jsonOf(sent: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    return null; // what is no JSON is no list either
  }
}
