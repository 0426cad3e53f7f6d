import { expect, test } from "vitest";
import { guessCsvFormat, readCsvHead } from "./csv-table.ts";
import { kindOfFile } from "./file-kind.ts";
import { guessColumns, guessContent } from "./guess-columns.ts";
import { guessTimeFormat } from "./guess-time-format.ts";
import { fieldsOf, missingFields } from "./import-fields.ts";

test.each<[string, Buffer, string]>([
  ["UTF-8", Buffer.from("id;name\n1;é\n"), "utf-8"],
  ["UTF-8 with a byte order mark", Buffer.from("\ufeffid;name\n1;é\n"), "utf-8"],
  ["UTF-16 with a byte order mark", Buffer.from("\ufeffid;name\n1;é\n", "utf16le"), "utf-16le"],
  ["UTF-16 without one", Buffer.from("id;name\n1;é\n", "utf16le"), "utf-16le"],
  ["big-endian UTF-16", Buffer.from("\ufeffid;name\n1;é\n", "utf16le").swap16(), "utf-16be"],
  ["Windows-1252", Buffer.from("id;name\n1;\xe9\n", "latin1"), "windows-1252"],
])("%s is recognised and read", (_, bytes, encoding) => {
  const format = guessCsvFormat(bytes, true);
  expect(format).toEqual({ encoding, delimiter: ";" });
  const rows = format && readCsvHead(bytes, { isWhole: true, format });
  expect(rows?.map(({ cells }) => cells)).toEqual([
    ["id", "name"],
    ["1", "é"],
  ]);
});

test("a character that the end of the first piece cuts in two does not make it another encoding", () => {
  const bytes = Buffer.from("id,name\n1,é");
  expect(kindOfFile(bytes.subarray(0, -1), false)).toEqual({ format: "csv", encoding: "utf-8" });
  expect(kindOfFile(bytes.subarray(0, -1), true)).toEqual({ format: "csv", encoding: "windows-1252" });
});

test.each([
  ["a,b,c\n1,2,3\n", ","],
  ['a;b\n"1,2";"3,4,5"\n', ";"],
  ["a\tb\n1,2\t3\n", "\t"],
  ["a|b\n1|2\n", "|"],
  ["sep=|\na|b,c,d\n1|2\n", "|"],
  ["only one column\n1\n", ","],
  ["a;b", ";"],
])("the delimiter of %j is %j", (text, delimiter) => {
  expect(guessCsvFormat(Buffer.from(text), true)?.delimiter).toBe(delimiter);
});

test("a line that names the delimiter is no row, but counts as a line", () => {
  const format = { delimiter: ";", encoding: "utf-8" } as const;
  const rows = readCsvHead(Buffer.from("sep=;\r\nid;name\r\n"), { isWhole: true, format });
  expect(rows).toEqual([{ line: 2, cells: ["id", "name"], problem: null }]);
});

test.each([
  ["en", "Ticket ID,Created at,Status,Closed at,Requester email,Assignee,Tags"],
  ["nl", "Ticketnummer,Aangemaakt op,Status,Gesloten op,Klant e-mail,Behandelaar,Labels"],
  ["fr", "Numéro de ticket,Créé le,Statut,Fermé le,E-mail du client,Assigné à,Étiquettes"],
  ["de", "Ticketnummer,Erstellt am,Status,Geschlossen am,E-Mail-Adresse,Bearbeiter,Schlagwörter"],
  ["es", "ID del ticket,Creado el,Estado,Cerrado el,Correo electrónico,Asignado a,Etiquetas"],
])("headings in %s are found", (_, headings) => {
  expect(guessColumns(headings.split(","), "tickets")).toEqual({
    ticketId: 0,
    createdAt: 1,
    status: 2,
    closedAt: 3,
    customerEmail: 4,
    assigneeName: 5,
    tags: 6,
  });
});

test("a heading that could be two things goes to the one that it names most surely, and to no other", () => {
  expect(guessColumns(["ID", "Message ID", "Ticket ID", "Date", "From"], "messages")).toEqual({
    messageId: 1,
    ticketId: 2,
    sentAt: 3,
    author: 4,
  });
  const columns = Object.values(guessColumns(["id", "id", "email", "email"], "tickets"));
  expect(new Set(columns).size).toBe(columns.length);
});

test("messages are told from tickets by their headings", () => {
  expect(guessContent(["Ticket ID", "Sent at", "Author", "Agent name"])).toBe("messages");
  expect(guessContent(["Ticket ID", "Created at", "Status", "Type"])).toBe("tickets");
});

test("dates say their order as soon as one of them leaves no choice, and nothing before", () => {
  expect(guessTimeFormat(["01/02/2026", "03/04/2026"])).toEqual({ format: "day-month-year", certainty: "ambiguous" });
  expect(guessTimeFormat(["01/02/2026", "13/04/2026"])).toEqual({ format: "day-month-year", certainty: "sure" });
  expect(guessTimeFormat(["01/02/2026", "04/13/2026"])).toEqual({ format: "month-day-year", certainty: "sure" });
  expect(guessTimeFormat(["13/02/2026", "04/13/2026"])).toEqual({ format: "day-month-year", certainty: "mixed" });
  expect(guessTimeFormat(["2026-01-02", ""])).toEqual({ format: "iso", certainty: "sure" });
  expect(guessTimeFormat(["1772359200", ""])).toEqual({ format: "epoch", certainty: "sure" });
});

test("a rating needs the column of its time, whatever else is there", () => {
  expect(fieldsOf("tickets")).toContain("ratedAt");
  expect(missingFields({ content: "tickets", columns: { ticketId: 0, createdAt: 1 } })).toEqual([]);
  expect(missingFields({ content: "tickets", columns: { createdAt: 1, rating: 2 } })).toEqual(["ticketId", "ratedAt"]);
  expect(missingFields({ content: "messages", columns: {} })).toEqual(["ticketId", "sentAt", "author"]);
});
