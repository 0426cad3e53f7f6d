import type { LoaderFunctionArgs } from "@remix-run/node";
import {
  DIMENSIONS,
  EXPORT_FORMATS,
  EXPORT_KINDS,
  type ExportRequest,
  exportFileName,
  MEDIA_TYPES,
} from "../exports/export-request.ts";
import type { ExportWords } from "../exports/export-table.ts";
import { NothingListedError, streamExport } from "../exports/stream-export.server.ts";
import { parseAnswerChoice } from "../metrics/answer-list.ts";
import { kpiIdOf } from "../metrics/kpi-book.ts";
import { requireShop, type ShopContext } from "../platform/shop-context.server.ts";
import { readUserLocale } from "../platform/user-setting-store.server.ts";
import { secureHeaders } from "../ui/document-headers.ts";
import { localeOfRequest } from "../ui/i18n.ts";
import { createTranslator } from "../ui/strings.ts";
import { openReportOf } from "./open-report.server.ts";

/**
 * A report as a file: `what` and `format`, the report's own parameters, and of KPIs `by` and, where it stands in the address,
 * `grain`; of answers which of them. The page fetches it, because a plain link has no session token.
 */
export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await requireShop(request);
  const wanted = await readRequest(request, shop);
  if (!wanted) return new Response(null, { status: 400 });
  const content = await startExport(wanted, await wordsOf(request, shop));
  if (!content) return new Response(null, { status: 404 });
  const headers = new Headers({
    "Content-Type": MEDIA_TYPES[wanted.format],
    "Content-Disposition": `attachment; filename="${exportFileName(wanted)}"`,
    "Cache-Control": "no-store",
  });
  secureHeaders(headers);
  return new Response(streamOf(content), { headers });
}

async function readRequest(request: Request, shop: ShopContext): Promise<ExportRequest | null> {
  const search = new URL(request.url).searchParams;
  const kind = EXPORT_KINDS.find((known) => known === search.get("what"));
  const format = EXPORT_FORMATS.find((known) => known === search.get("format"));
  if (!kind || !format) return null;
  const { scope, period, comparison, grain } = await openReportOf(shop, request);
  return {
    ...{ kind, format, shop: shop.domain, scope, period, comparison },
    grain: search.has("grain") ? grain : null,
    by: DIMENSIONS.find((known) => known === search.get("by")) ?? null,
    kpi: kpiIdOf(search.get("kpi")) ?? "tickets_created",
    part: search.get("part") === "hits" ? "hits" : "all",
    answers: parseAnswerChoice(search),
  };
}

/** Null where no tickets stand behind the figure. */
async function startExport(wanted: ExportRequest, words: ExportWords): Promise<AsyncGenerator<Uint8Array> | null> {
  try {
    return await streamExport(wanted, words);
  } catch (error) {
    if (error instanceof NothingListedError) return null;
    throw error;
  }
}

async function wordsOf(request: Request, { shopId, userId }: ShopContext): Promise<ExportWords> {
  const t = await createTranslator(localeOfRequest(request, await readUserLocale(shopId, userId)));
  return {
    column: (id) => t(`csv.column.${id}`),
    kpi: (id) => t(`kpi.${id}.name`),
    kpiPart: (id, part) =>
      part === "value"
        ? t(`kpi.${id}.name`)
        : t("csv.kpi-part", { kpi: t(`kpi.${id}.name`), part: t(`csv.column.${part}`) }),
    sheet: (kind) => t(`export.sheet.${kind}`),
    nobody: (kind) => (kind === "automation" ? t("breakdown.automation") : t("agents.unassigned")),
  };
}

/** Bytes as the receiver takes them; one that goes away ends the reading. */
function streamOf(content: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const piece = await content.next();
        if (piece.done) controller.close();
        else controller.enqueue(piece.value);
      },
      async cancel() {
        await content.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
