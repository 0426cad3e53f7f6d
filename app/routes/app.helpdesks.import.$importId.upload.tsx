import { type ActionFunctionArgs, json } from "@remix-run/node";
import { requireShop } from "../platform/shop-context.server.ts";
import { finishUpload, receiveChunk } from "../sync/import-upload.server.ts";
import { requireImportScope } from "../sync/require-import.server.ts";

/** PUT with `?chunk=3` brings a piece of the file, POST says that all of them have been sent. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId } = await requireShop(request);
  const scope = requireImportScope(shopId, params.importId);
  const chunk = new URL(request.url).searchParams.get("chunk");
  const isPiece = request.method === "PUT" && /^\d{1,6}$/.test(chunk ?? "");
  const result = isPiece ? await receiveChunk(scope, Number(chunk), request) : await finishUpload(scope);
  return json(result, { status: result.ok ? 200 : result.problem === "lost" ? 410 : 422 });
}
