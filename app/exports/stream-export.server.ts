import { COUNTED_ANSWERS } from "../metrics/answer-list.ts";
import { type MetricsShop, requireMetricsShop } from "../metrics/shop-queries.server.ts";
import { agentsJson, agentTable, readAgents } from "./agent-table.server.ts";
import { answerTable } from "./answer-table.server.ts";
import { conversionTable } from "./conversion-table.server.ts";
import type { ExportRequest } from "./export-request.ts";
import { type ExportHead, type ExportTable, type ExportWords, PLAIN_WORDS } from "./export-table.ts";
import { readKpiDocument } from "./kpi-document.server.ts";
import { kpiTable } from "./kpi-table.ts";
import { shopTimeIn } from "./shop-time.ts";
import { ticketTable } from "./ticket-table.server.ts";
import { writeCsv } from "./write-csv.ts";
import { writeJsonRows } from "./write-json.ts";
import { writeWorkbook } from "./write-workbook.server.ts";

/** A figure behind which no tickets stand has none to export. */
export class NothingListedError extends Error {
  readonly kind = "nothing-listed";

  constructor(kpi: string) {
    super(`No tickets stand behind ${kpi}.`);
    this.name = "NothingListedError";
  }
}

/**
 * A file of what was asked for, as bytes that come page by page, so that its length does not matter. The pages of the app
 * show the same figures by the same queries. A failure on the way breaks it off: half a file is never taken for a whole
 * one. JSON is for programs and has ids for words.
 * @throws NothingListedError; and when the shop is not known
 */
export async function streamExport(
  request: ExportRequest,
  words: ExportWords = PLAIN_WORDS,
): Promise<AsyncGenerator<Uint8Array>> {
  const shop = await requireMetricsShop(request.scope.shopId);
  const { fromOn, toOn } = request.period;
  const head = { shop: request.shop, from: fromOn, to: toOn, currency: shop.currency, timeZone: shop.timeZone };
  if (request.format === "json") return encoded(await jsonOf(request, shop, head));
  const table = await tableOf(request, { shop, head, words });
  const time = shopTimeIn(shop.timeZone);
  return request.format === "csv"
    ? encoded(writeCsv(table, time))
    : writeWorkbook(table, { name: words.sheet(request.kind), time });
}

async function jsonOf(
  request: ExportRequest,
  shop: MetricsShop,
  head: ExportHead,
): Promise<AsyncIterable<string> | Iterable<string>> {
  if (request.kind === "kpis") return [`${JSON.stringify(await readKpiDocument(request, head), null, 2)}\n`];
  if (request.kind === "agents") return [agentsJson(await readAgents(request, shop), head)];
  const table = await tableOf(request, { shop, head, words: PLAIN_WORDS });
  return writeJsonRows(table, head, shopTimeIn(shop.timeZone));
}

async function tableOf(
  request: ExportRequest,
  { shop, head, words }: { shop: MetricsShop; head: ExportHead; words: ExportWords },
): Promise<ExportTable> {
  const { scope, period, kind } = request;
  if (kind === "kpis") return kpiTable(await readKpiDocument(request, head), words);
  if (kind === "agents") return agentTable(await readAgents(request, shop), head, words);
  if (kind === "conversions") return conversionTable({ scope, period, currency: shop.currency }, words);
  if (kind === "answers") return answerTable({ scope, period, choice: request.answers ?? COUNTED_ANSWERS }, words);
  const table = await ticketTable(shop, request, words);
  if (!table) throw new NothingListedError(request.kpi);
  return table;
}

async function* encoded(texts: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}
