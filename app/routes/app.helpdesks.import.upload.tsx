import { type ActionFunctionArgs, json } from "@remix-run/node";
import { z } from "zod";
import { requireShop } from "../platform/shop-context.server.ts";
import { beginUpload } from "../sync/import-upload.server.ts";

const announcement = z.object({ fileName: z.string().max(1_000), byteCount: z.coerce.number().int().min(0) });

/** A file is announced; its pieces follow, each in a request of its own. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await requireShop(request);
  const parsed = announcement.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) return json({ ok: false, problem: "unexpected" }, { status: 400 });
  const begun = await beginUpload(shopId, parsed.data);
  return json(begun, { status: begun.ok ? 201 : begun.problem === "too-big" ? 413 : 422 });
}
