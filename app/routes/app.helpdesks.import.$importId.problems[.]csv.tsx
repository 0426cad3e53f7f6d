import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireShop } from "../platform/shop-context.server.ts";
import { writeProblemsCsv } from "../sync/import-problems-csv.server.ts";
import { requireImport } from "../sync/require-import.server.ts";
import { secureHeaders } from "../ui/document-headers.ts";
import { localeOfRequest } from "../ui/i18n.ts";
import { createTranslator } from "../ui/strings.ts";

/** The lines of a file that could not be read, as a file; the page fetches it, because a plain link has no session token. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const file = await requireImport(shopId, params.importId);
  const t = await createTranslator(localeOfRequest(request));
  const text = await writeProblemsCsv(file, {
    line: t("import.lines.line"),
    column: t("import.lines.column"),
    reason: t("import.lines.reason"),
    reasonOf: (reason) => t(`import.reason.${reason}`),
  });
  const headers = new Headers({
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": 'attachment; filename="import-problems.csv"',
    "Cache-Control": "no-store",
  });
  secureHeaders(headers);
  return new Response(text, { headers });
}
