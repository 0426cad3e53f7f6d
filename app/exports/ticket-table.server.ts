import { nameOfPart, type PartName, queryPartNames } from "../metrics/part-queries.server.ts";
import type { MetricsShop } from "../metrics/shop-queries.server.ts";
import {
  type CellKind,
  type CountedColumn,
  columnsOf,
  type ExportTable,
  type ExportWords,
  type Row,
  TICKET_COLUMNS,
  type TicketColumn,
} from "./export-table.ts";
import { readAhead } from "./raw-rows.server.ts";
import { COUNTED, TICKETS_THEMSELVES, type TicketRowRequest, ticketRowPages } from "./ticket-row-queries.server.ts";

const KINDS: Partial<Record<TicketColumn | CountedColumn, CellKind>> = {
  ticket_created_at: "instant",
  identifiable: "flag",
  asked_at: "instant",
  first_human_reply_at: "instant",
  first_response_seconds: "number",
  first_reply_at: "instant",
  first_response_any_seconds: "number",
  closed_at: "instant",
  resolution_seconds: "number",
  human_replies_to_close: "number",
  automated_replies_to_close: "number",
  reopenings: "number",
  messages: "number",
  repeat_contact: "flag",
  counted_at: "instant",
  counted_value: "number",
  counted_hit: "flag",
};

/**
 * The rows behind a figure, oldest first: a line for each ticket with what is known of it, or for each reply, rating or
 * order that the figure counts. Behind another figure than the tickets themselves a line also says when, for whom and as
 * what it was counted. Null where no rows stand behind the figure.
 */
export async function ticketTable(
  shop: MetricsShop,
  request: TicketRowRequest,
  words: ExportWords,
): Promise<ExportTable | null> {
  const pages = ticketRowPages(shop, request);
  if (!pages) return null;
  const [helpdesks, agents] = await Promise.all([
    queryPartNames(shop.shopId, "helpdesk"),
    queryPartNames(shop.shopId, "agent"),
  ]);
  const ids = request.kpi === TICKETS_THEMSELVES ? TICKET_COLUMNS : [...TICKET_COLUMNS, ...COUNTED];
  return { columns: columnsOf(ids, words, KINDS), pages: named(readAhead(pages), namesOf(helpdesks, agents)) };
}

const HELPDESK = TICKET_COLUMNS.indexOf("helpdesk");
const AGENTS = [
  TICKET_COLUMNS.indexOf("first_human_reply_agent"),
  TICKET_COLUMNS.indexOf("closed_by"),
  TICKET_COLUMNS.length + COUNTED.indexOf("counted_agent"),
];

type Names = Map<string, { helpdesk: string; agents: Map<string, string> }>;

/** Names of agents by helpdesk and id: a key made of both would be made again for every cell. */
function namesOf(helpdesks: ReadonlyMap<string, PartName>, agents: ReadonlyMap<string, PartName>): Names {
  const names: Names = new Map(
    [...helpdesks].map(([key, { label }]) => [key, { helpdesk: label ?? key, agents: new Map() }]),
  );
  for (const key of agents.keys()) {
    const slash = key.indexOf("/");
    names.get(key.slice(0, slash))?.agents.set(key.slice(slash + 1), nameOfPart(key, agents).label ?? key);
  }
  return names;
}

/** Helpdesks and agents by their names; one who is not listed any more goes by the id. */
async function* named(pages: AsyncIterable<readonly Row[]>, names: Names): AsyncGenerator<Row[]> {
  for await (const rows of pages) {
    yield rows.map((row) => {
      const own = names.get(row[HELPDESK] ?? "");
      if (!own) return row;
      const cells = [...row];
      cells[HELPDESK] = own.helpdesk;
      for (const place of AGENTS) {
        const id = cells[place];
        if (typeof id === "string") cells[place] = own.agents.get(id) ?? id;
      }
      return cells;
    });
  }
}
