import fc from "fast-check";
import { expect, test } from "vitest";
import { FILE_PROBLEMS } from "../../app/imports/import-problem.ts";
import { db } from "../../app/platform/database.server.ts";
import { CHUNK_BYTES } from "../../app/sync/import-bytes.server.ts";
import { runImport } from "../../app/sync/import-runner.server.ts";
import { findImport } from "../../app/sync/import-store.server.ts";
import { beginUpload, finishUpload, receiveChunk } from "../../app/sync/import-upload.server.ts";
import { createShop } from "./helpdesk-world.ts";
import { requestOf, startImport, upload } from "./import-world.ts";
import { provideDatabase } from "./provide-database.ts";
import { workbookOf, zipOf } from "./workbook-file.ts";

provideDatabase({ startsQueue: true });

test.each<[string, Buffer, string]>([
  ["an empty file", Buffer.alloc(0), "empty"],
  ["blanks only", Buffer.from("\n \n"), "empty"],
  ["a heading without rows", Buffer.from("Ticket ID,Created at\n"), "only-header"],
  ["rows without a heading", Buffer.from("1,2026-03-01,ann@example.com\n2,2026-03-01,bo@example.com\n"), "no-header"],
  ["a program", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 0, 0, 2, 0]), "binary"],
  ["a PDF", Buffer.from("%PDF-1.7\n%âãÏÓ"), "binary"],
  ["an old workbook", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), "old-excel"],
  ["a page", Buffer.from("<!DOCTYPE html><html></html>"), "web-page"],
  ["JSON", Buffer.from('[{"id":1}]'), "json"],
  ["a compressed file", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), "compressed"],
  [
    "100,000 columns",
    Buffer.from(`${Array.from({ length: 100_000 }, (_, index) => `c${index}`).join(",")}\n1,2\n`),
    "too-many-columns",
  ],
  ["a heading that never ends", Buffer.from(`${"c,".repeat(CHUNK_BYTES)}`), "too-many-columns"],
  ["a document of another program", zipOf([["word/document.xml", "<x/>"]]), "no-sheet"],
  ["half a workbook", workbookOf({ rows: [["a"], ["b"]] }).subarray(0, 300), "damaged-workbook"],
])("%s is refused with its reason, and nothing of it is kept", async (_, bytes, problem) => {
  const shopId = await createShop();
  expect(await upload(shopId, bytes)).toEqual({ ok: false, problem });
  expect(await db().fileImportChunk.count({ where: { shopId } })).toBe(0);
  expect(await db().helpdeskConnection.count({ where: { shopId } })).toBe(0);
});

test("any bytes are either read or refused, and never stop the worker", async () => {
  const shopId = await createShop();
  const start = fc.constantFrom(
    "",
    "Ticket ID,Created at\n",
    "id;created at;status\n1;",
    "\ufeffTicket ID\tCreated at\n",
  );
  await fc.assert(
    fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), async (head, bytes) => {
      const uploaded = await upload(shopId, Buffer.concat([Buffer.from(head), bytes]));
      if (!uploaded.ok) return void expect(FILE_PROBLEMS).toContain(uploaded.problem);
      const scope = { shopId, importId: uploaded.importId };
      await startImport(scope, { columns: { ticketId: 0, createdAt: 1 } });
      await runImport(scope);
      expect((await findImport(scope))?.status).toBe("done");
    }),
    { numRuns: 25 },
  );
});

test("a chunk of the wrong length, one too many, and the end before all are here are refused", async () => {
  const shopId = await createShop();
  const begun = await beginUpload(shopId, { fileName: "C:\\files\\a\u0000.csv", byteCount: CHUNK_BYTES + 5 });
  if (!begun.ok) throw new Error(begun.problem);
  const scope = { shopId, importId: begun.importId };
  expect((await findImport(scope))?.fileName).toBe("a.csv");
  expect(await receiveChunk(scope, 1, requestOf(Buffer.from("abc")))).toEqual({ ok: false, problem: "incomplete" });
  expect(await receiveChunk(scope, 1, requestOf(Buffer.from("abcdef")))).toEqual({ ok: false, problem: "incomplete" });
  expect(await receiveChunk(scope, 2, requestOf(Buffer.from("a")))).toEqual({ ok: false, problem: "lost" });
  expect(await receiveChunk(scope, 1, requestOf(Buffer.from("abcde")))).toEqual({ ok: true });
  expect(await finishUpload(scope)).toEqual({ ok: false, problem: "incomplete" });
  const other = { shopId: await createShop(), importId: begun.importId };
  expect(await receiveChunk(other, 1, requestOf(Buffer.from("abcde")))).toEqual({ ok: false, problem: "lost" });
  expect(await beginUpload(shopId, { fileName: "a.csv", byteCount: 10 ** 12 })).toEqual({
    ok: false,
    problem: "too-big",
  });
});
