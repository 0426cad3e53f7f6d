import type { LoaderFunctionArgs } from "@remix-run/node";
import {
  CONVERSION_COLUMNS,
  type ConversionsCsvWords,
  streamConversionsCsv,
} from "../exports/conversions-csv.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { secureHeaders } from "../ui/document-headers.ts";
import { localeOfRequest } from "../ui/i18n.ts";
import { readPeriod } from "../ui/period-view.ts";
import { createTranslator } from "../ui/strings.ts";

/** All credited orders of the period as a file; the page fetches it, because a plain link has no session token. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await requireShop(request);
  const { period, view } = readPeriod(request, shop);
  const words = await csvWords(request);
  const headers = new Headers({
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="conversions-${view.fromOn}-${view.toOn}.csv"`,
    "Cache-Control": "no-store",
  });
  secureHeaders(headers);
  return new Response(streamConversionsCsv(shop.shopId, period, words), { headers });
}

async function csvWords(request: Request): Promise<ConversionsCsvWords> {
  const t = await createTranslator(localeOfRequest(request));
  const headings = CONVERSION_COLUMNS.map((column) => [column, t(`csv.column.${column}`)]);
  return { ...Object.fromEntries(headings), automation: t("breakdown.automation") };
}
