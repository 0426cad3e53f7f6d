import { z } from "zod";
import type { ImportScope } from "./import-bytes.server.ts";
import { findImport, type ImportedFile } from "./import-store.server.ts";

/** The import that an address names. @throws Response 404 for what is no id */
export function requireImportScope(shopId: string, importId: string | undefined): ImportScope {
  const parsed = z.uuid().safeParse(importId);
  if (!parsed.success) throw new Response(null, { status: 404 });
  return { shopId, importId: parsed.data };
}

/** @throws Response 404 for an import that this shop does not have */
export async function requireImport(shopId: string, importId: string | undefined): Promise<ImportedFile> {
  const file = await findImport(requireImportScope(shopId, importId));
  if (!file) throw new Response(null, { status: 404 });
  return file;
}
