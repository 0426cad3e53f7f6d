import { expect, test } from "vitest";
import { db } from "../../app/platform/database.server.ts";
import { disconnectHelpdesk } from "../../app/sync/disconnect-helpdesk.server.ts";
import { CHUNK_BYTES } from "../../app/sync/import-bytes.server.ts";
import { listProblems, sweepImports } from "../../app/sync/import-progress.server.ts";
import { runImport } from "../../app/sync/import-runner.server.ts";
import { findImport } from "../../app/sync/import-store.server.ts";
import { createShop } from "./helpdesk-world.ts";
import { csvOf, HEADER, importFile, manyRows, prepareImport } from "./import-world.ts";
import { provideDatabase } from "./provide-database.ts";
import { type CellValue, workbookOf } from "./workbook-file.ts";

provideDatabase({ startsQueue: true });

test("a file of tickets becomes tickets, keys, agents and ratings, and the file itself is deleted", async () => {
  const shopId = await createShop();
  const file = [
    HEADER,
    [
      "#7",
      "2026-03-01 09:30",
      "Solved",
      "2026-03-02T10:00:00Z",
      "Ann@Example.com",
      "Bo  Berg",
      "late,gift",
      "5",
      "2026-03-03 08:00",
    ],
    ["8", "2026-07-01 09:30", "Open", "", "", "bo berg", "", "", ""],
    ["9", "2026-03-01 09:30", "Closed", "", "cy@example.com", "", "", "Unoffered", ""],
  ];
  const scope = await importFile(shopId, csvOf(file));
  expect(await findImport(scope)).toMatchObject({
    status: "done",
    rowsRead: 3,
    rowsStored: 3,
    rowsRefused: 0,
    problem: null,
  });
  const tickets = await db().ticket.findMany({ where: { shopId }, orderBy: { ticketId: "asc" } });
  expect(tickets).toMatchObject([
    {
      ticketId: "7",
      createdAt: at("2026-03-01T08:30"),
      closedAt: at("2026-03-02T10:00"),
      isOpen: false,
      identifiable: true,
    },
    { ticketId: "8", createdAt: at("2026-07-01T07:30"), closedAt: null, isOpen: true, identifiable: false },
    { ticketId: "9", createdAt: at("2026-03-01T08:30"), closedAt: null, isOpen: false, identifiable: true },
  ]);
  expect(tickets.map(({ assigneeId, tags }) => [assigneeId, ...tags])).toEqual([
    ["name:bo berg", "late", "gift"],
    ["name:bo berg"],
    [null],
  ]);
  expect(await db().agent.findMany({ where: { shopId }, select: { agentId: true } })).toEqual([
    { agentId: "name:bo berg" },
  ]);
  expect(await db().rating.findMany({ where: { shopId } })).toMatchObject([
    { ticketId: "7", score: 5, ratedAt: at("2026-03-03T07:00") },
  ]);
  expect(await db().fileImportChunk.count({ where: { shopId } })).toBe(0);
});

test("rows that cannot be read are named with their line and column, and all others are stored", async () => {
  const shopId = await createShop();
  const file = [
    HEADER.join(","),
    "1,2026-03-01 10:00,open,,,,,,",
    '2,2026-03-01 10:00,open,,,,"two\nlines",,',
    "3,2026-02-30 10:00,open,,,,,,",
    '4,2026-03-01 10:00,open,,"a"b,,,,',
    ",2026-03-01 10:00,open,,,,,,",
    "6,2026-03-01 10:00,waiting for rain,,,,,,",
    "7,2026-03-01 10:00,open,,,,a\u0000b,,",
    "8,2026-03-01 10:00,closed,2026-02-01 10:00,,,,,",
    "1,2026-03-01 10:00,closed,,,,,,",
    "9,2026-03-01 10:00,open,,,,x,,,,,too,many",
    "1.23457E+12,2026-03-01 10:00,open,,,,,,",
  ].join("\n");
  const scope = await importFile(shopId, Buffer.from(file));
  expect(await findImport(scope)).toMatchObject({ status: "done", rowsRead: 11, rowsStored: 4, rowsRefused: 7 });
  expect(await listProblems(scope, { afterLine: 0, limit: 100 })).toEqual([
    { line: 5, reason: "time-impossible", column: "Created at" },
    { line: 6, reason: "quotes", column: null },
    { line: 7, reason: "id-missing", column: "Ticket ID" },
    { line: 8, reason: "status-unknown", column: "Status" },
    { line: 9, reason: "control-characters", column: "Tags" },
    { line: 10, reason: "closed-before-created", column: "Closed at" },
    { line: 11, reason: "repeated-ticket", column: "Ticket ID" },
    { line: 12, reason: "too-many-cells", column: null },
    { line: 13, reason: "id-rounded", column: "Ticket ID" },
  ]);
  const tickets = await db().ticket.findMany({ where: { shopId }, orderBy: { ticketId: "asc" } });
  expect(tickets.map(({ ticketId, isOpen }) => [ticketId, isOpen])).toEqual([
    ["1", false],
    ["2", true],
    ["8", false],
  ]);
});

test("the same file again, and after it a kill at any page, leaves exactly what one undisturbed import leaves", async () => {
  const rows = manyRows(1_100);
  const undisturbed = await createShop();
  await importFile(undisturbed, csvOf(rows));
  const wanted = await storedOf(undisturbed);
  expect(wanted.tickets).toHaveLength(1_093);
  await importFile(undisturbed, csvOf(rows));
  expect(await storedOf(undisturbed)).toEqual(wanted);
  const killed = await createShop();
  const scope = await prepareImport(killed, csvOf(rows));
  for (let run = 0; run < 2; run++) await runImport(scope, AbortSignal.abort());
  expect(await findImport(scope)).toMatchObject({ status: "running", rowsRead: 1_000 });
  await runImport(scope);
  expect(await findImport(scope)).toMatchObject({
    status: "done",
    rowsRead: 1_100,
    rowsStored: 1_093,
    rowsRefused: 7,
  });
  expect(await storedOf(killed)).toEqual(wanted);
  expect((await listProblems(scope, { afterLine: 0, limit: 100 })).map(({ line }) => line)).toEqual(
    Array.from({ length: 7 }, (_, index) => index * 170 + 2),
  );
});

test("two runs of one import store every row once", async () => {
  const shopId = await createShop();
  const scope = await prepareImport(shopId, csvOf(manyRows(700)));
  await Promise.all([runImport(scope), runImport(scope)]);
  await runImport(scope);
  const file = await findImport(scope);
  expect(file).toMatchObject({ status: "done", rowsRead: 700 });
  expect((file?.rowsStored ?? 0) + (file?.rowsRefused ?? 0)).toBe(700);
});

test("a workbook gives the same tickets as the CSV file with the same rows", async () => {
  const rows = manyRows(200);
  const [csv, xlsx] = [await createShop(), await createShop()];
  await importFile(csv, csvOf(rows));
  const cells: CellValue[][] = rows.map((row, index) =>
    index === 0 ? row : [...row.slice(0, 1), dateCell(row[1]), ...row.slice(2)],
  );
  await importFile(xlsx, workbookOf({ rows: cells }));
  expect(await storedOf(xlsx)).toEqual(await storedOf(csv));
});

test("messages count whichever file comes first, and take the place of what the first response time let assume", async () => {
  const tickets = csvOf([
    ["Ticket ID", "Created at", "First response at", "Status", "Assignee"],
    ["1", "2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", "open", "Bo"],
    ["2", "2026-03-01T10:00:00Z", "2026-03-01T12:00:00Z", "open", "Bo"],
  ]);
  const messages = csvOf([
    ["Ticket ID", "Sent at", "Author type", "Agent name"],
    ["1", "2026-03-01T10:05:00Z", "customer", ""],
    ["1", "2026-03-01T10:06:00Z", "internal note", "Cy"],
    ["1", "2026-03-01T10:20:00Z", "agent", "Cy"],
  ]);
  const facts = [];
  for (const files of [
    [tickets, messages],
    [messages, tickets],
    [messages, tickets, messages, tickets],
  ]) {
    const shopId = await createShop();
    for (const file of files) await importFile(shopId, file);
    const stored = await db().ticketFact.findMany({ where: { shopId }, orderBy: { ticketId: "asc" } });
    facts.push(
      stored.map(({ ticketId, inbound, firstResponseSeconds, messageCount }) => ({
        ticketId,
        inbound,
        firstResponseSeconds,
        messageCount,
      })),
    );
  }
  const expected = [
    { ticketId: "1", inbound: true, firstResponseSeconds: 900, messageCount: 2 },
    { ticketId: "2", inbound: true, firstResponseSeconds: 7_200, messageCount: 2 },
  ];
  expect(facts).toEqual([expected, expected, expected]);
});

test("a row that spans chunks is read whole, and no address stands in what is stored of the file", async () => {
  const shopId = await createShop();
  const long = "x".repeat(1_900);
  const rows = Array.from({ length: 1_500 }, (_, index) => [
    `${index}`,
    "2026-03-01T10:00:00Z",
    `ann${index}@example.com`,
    long,
  ]);
  const bytes = csvOf([["Ticket ID", "Created at", "Requester email", "Body"], ...rows]);
  expect(bytes.length).toBeGreaterThan(2 * CHUNK_BYTES);
  const scope = await prepareImport(shopId, bytes);
  const [leak] = await db().$queryRaw<{ n: number }[]>`
    select count(*)::int as n from file_import_chunk where content like '%@example.com%' or content like '%xxxxxxxx%'`;
  expect(leak?.n).toBe(0);
  await runImport(scope);
  expect(await findImport(scope)).toMatchObject({ status: "done", rowsStored: 1_500, rowsRefused: 0 });
});

test("a file that is not imported within a day is deleted, and its import says why", async () => {
  const shopId = await createShop();
  const scope = await prepareImport(shopId, csvOf(manyRows(3)));
  await sweepImports();
  expect(await findImport(scope)).toMatchObject({ status: "queued" });
  await db().fileImport.updateMany({ where: scope, data: { createdAt: new Date(Date.now() - 25 * 3_600_000) } });
  await sweepImports();
  expect(await findImport(scope)).toMatchObject({ status: "failed", problem: "expired" });
  expect(await db().fileImportChunk.count({ where: { shopId } })).toBe(0);
});

test("an import into a helpdesk that was disconnected meanwhile stops without storing anything", async () => {
  const shopId = await createShop();
  const scope = await prepareImport(shopId, csvOf(manyRows(3)));
  const connectionId = (await findImport(scope))?.connectionId ?? "";
  await disconnectHelpdesk(shopId, connectionId, { deleteData: false });
  await runImport(scope);
  expect(await findImport(scope)).toMatchObject({ status: "failed", problem: "helpdesk-gone" });
  expect(await db().ticket.count({ where: { shopId } })).toBe(0);
});

test("a column of customers' names taken for agents stops the import before the names are kept", async () => {
  const shopId = await createShop();
  const rows = Array.from({ length: 2_600 }, (_, index) => [`${index}`, "2026-03-01T10:00:00Z", `Customer ${index}`]);
  const scope = await importFile(shopId, csvOf([["Ticket ID", "Created at", "Assignee"], ...rows]));
  expect(await findImport(scope)).toMatchObject({ status: "failed", problem: "too-many-agents" });
});

function dateCell(text: string | undefined): Date | null {
  return text ? new Date(`${text}Z`) : null;
}

/** Everything stored of a shop's tickets, without the ids of this run. */
async function storedOf(shopId: string) {
  const where = { shopId };
  const withoutIds = ({ shopId: _, connectionId: __, ...row }: { shopId: string; connectionId: string }) => row;
  const orderBy = { ticketId: "asc" as const };
  return {
    tickets: (await db().ticket.findMany({ where, orderBy })).map(withoutIds),
    facts: (await db().ticketFact.findMany({ where, orderBy })).map(withoutIds),
    keys: await db().ticketKey.count({ where }),
    agents: (await db().agent.findMany({ where, orderBy: { agentId: "asc" } })).map(withoutIds),
  };
}

function at(text: string): Date {
  return new Date(`${text}:00Z`);
}
