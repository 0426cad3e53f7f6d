import { Button, Tooltip } from "@shopify/polaris";
import type { KpiId } from "../metrics/kpi-book.ts";
import { useText } from "./use-text.ts";

/** Which column orders the lines; best first unless said otherwise. */
export interface KpiTableOrder<Id extends KpiId = KpiId> {
  by: Id;
  worstFirst: boolean;
  /** Called with the column whose heading was pressed. */
  onSort(id: Id): void;
}

interface KpiTableHeadingProps<Id extends KpiId> {
  id: Id;
  order?: KpiTableOrder<Id>;
}

/** The KPI's name with its definition on hover and focus; a button that orders the lines where they can be ordered. */
export function KpiTableHeading<Id extends KpiId>({ id, order }: KpiTableHeadingProps<Id>) {
  const t = useText();
  const name = t(`kpi.${id}.name`);
  return (
    <Tooltip content={t(`kpi.${id}.definition`)} width="wide" {...(!order && { hasUnderline: true })}>
      {order ? <SortButton id={id} name={name} order={order} /> : name}
    </Tooltip>
  );
}

function SortButton<Id extends KpiId>({ id, name, order }: { id: Id; name: string; order: KpiTableOrder<Id> }) {
  const t = useText();
  const sorted = order.by === id;
  const turnsAround = sorted && !order.worstFirst;
  return (
    <Button
      variant="plain"
      textAlign="right"
      {...(sorted && { disclosure: order.worstFirst ? ("up" as const) : ("down" as const) })}
      accessibilityLabel={t(turnsAround ? "parts.sort-worst" : "parts.sort-best", { kpi: name })}
      onClick={() => order.onSort(id)}
    >
      {name}
    </Button>
  );
}
