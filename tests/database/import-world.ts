import { expect } from "vitest";
import type { ImportMapping } from "../../app/imports/import-mapping.ts";
import { guessMapping } from "../../app/imports/import-preview.ts";
import { CHUNK_BYTES, type ImportScope } from "../../app/sync/import-bytes.server.ts";
import { inspectImport } from "../../app/sync/import-inspect.server.ts";
import { runImport } from "../../app/sync/import-runner.server.ts";
import { findImport, queueImport } from "../../app/sync/import-store.server.ts";
import { beginUpload, finishUpload, receiveChunk, type UploadResult } from "../../app/sync/import-upload.server.ts";

/** Headings that are all found. */
export const HEADER = [
  "Ticket ID",
  "Created at",
  "Status",
  "Closed at",
  "Requester email",
  "Assignee",
  "Tags",
  "CSAT",
  "Rated at",
];

export async function importFile(shopId: string, bytes: Buffer): Promise<ImportScope> {
  const scope = await prepareImport(shopId, bytes);
  await runImport(scope);
  return scope;
}

/** Uploads a file and starts its import with what is guessed of it. */
export async function prepareImport(shopId: string, bytes: Buffer): Promise<ImportScope> {
  const uploaded = await upload(shopId, bytes);
  if (!uploaded.ok) throw new Error(uploaded.problem);
  const scope = { shopId, importId: uploaded.importId };
  await startImport(scope);
  return scope;
}

export async function startImport(scope: ImportScope, overrides: Partial<ImportMapping> = {}): Promise<void> {
  const file = await findImport(scope);
  if (!file) throw new Error("no such import");
  const head = await inspectImport(file);
  const mapping = { ...guessMapping(head, { timeZone: "Europe/Amsterdam", csv: head.csv }), ...overrides };
  const now = new Date();
  expect(await queueImport(scope, { mapping, helpdesk: { name: "Old helpdesk" }, now })).toBe(true);
}

export async function upload(shopId: string, bytes: Buffer): Promise<UploadResult<{ importId: string }>> {
  const begun = await beginUpload(shopId, { fileName: "tickets.csv", byteCount: bytes.length });
  if (!begun.ok) return begun;
  const scope = { shopId, importId: begun.importId };
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const received = await receiveChunk(scope, at / CHUNK_BYTES, requestOf(bytes.subarray(at, at + CHUNK_BYTES)));
    if (!received.ok) return received;
  }
  const finished = await finishUpload(scope);
  return finished.ok ? { ...finished, importId: begun.importId } : finished;
}

export function requestOf(body: Uint8Array): Request {
  return new Request("https://app.deskworth.test/chunk", { method: "PUT", body: new Uint8Array(body) });
}

/** Every 170th row has no time. */
export function manyRows(count: number): string[][] {
  const rows = Array.from({ length: count }, (_, index) => [
    `T${index}`,
    index % 170 === 0 ? "" : new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString().slice(0, 19),
    index % 3 === 0 ? "open" : "closed",
    "",
    `ann${index % 50}@example.com`,
    `Agent ${index % 4}`,
    "",
    "",
    "",
  ]);
  return [HEADER, ...rows];
}

export function csvOf(rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from(rows.map((cells) => cells.map((cell) => `"${cell}"`).join(",")).join("\r\n"));
}
