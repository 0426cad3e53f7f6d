import { guessColumns, guessContent } from "./guess-columns.ts";
import { guessTimeFormat, type TimeFormatGuess } from "./guess-time-format.ts";
import { fieldsOf, type ImportContent, type ImportField, missingFields } from "./import-fields.ts";
import type { ImportMapping } from "./import-mapping.ts";
import type { RowProblem, TableRow } from "./import-problem.ts";
import { messageNormaliser } from "./normalise-message.ts";
import { ticketNormaliser } from "./normalise-ticket.ts";

const TIME_FIELDS: readonly ImportField[] = [
  "createdAt",
  "closedAt",
  "firstResponseAt",
  "updatedAt",
  "ratedAt",
  "sentAt",
];

/** A row as it would be stored: what each mapped field is understood as, or what is wrong. */
export interface PreviewRow {
  line: number;
  /** By field; instants as ISO 8601, lists as text. Empty when the row would be left out. */
  values: Partial<Record<ImportField, string>>;
  problem: RowProblem | null;
  notes: RowProblem[];
}

/** How to read a file, as far as its heading and first rows tell. */
export function guessMapping(
  table: { header: readonly string[]; rows: readonly TableRow[] },
  file: { timeZone: string; csv: ImportMapping["csv"]; content?: ImportContent },
): ImportMapping {
  const content = file.content ?? guessContent(table.header);
  const columns = guessColumns(table.header, content);
  const tags = columns.tags === undefined ? [] : table.rows.map(({ cells }) => cells[columns.tags ?? -1] ?? "");
  return {
    content,
    header: [...table.header],
    columns,
    timeFormat: guessTimeFormat(timesIn(table.rows, columns)).format,
    timeZone: file.timeZone,
    listSeparator: ([";", "|"] as const).find((mark) => tags.some((text) => text.includes(mark))) ?? ",",
    ratingScale: ratingScaleOf(table.rows, columns.rating),
    openWords: [],
    closedWords: [],
    csv: file.csv,
  };
}

/** What the mapped times of these rows say about their format. */
export function judgeTimeFormat(rows: readonly TableRow[], columns: ImportMapping["columns"]): TimeFormatGuess {
  return guessTimeFormat(timesIn(rows, columns));
}

/** These rows as the mapping reads them; none while it lacks a column that it needs. */
export function previewRows(rows: readonly TableRow[], mapping: ImportMapping, now: Date): PreviewRow[] {
  if (missingFields(mapping).length > 0) return [];
  const read = mapping.content === "tickets" ? previewTicket(mapping, now) : previewMessage(mapping, now);
  return rows.map((row) => ({ line: row.line, ...read(row) }));
}

function previewTicket(mapping: ImportMapping, now: Date) {
  const read = ticketNormaliser(mapping, now);
  return (row: TableRow): Omit<PreviewRow, "line"> => {
    const reading = read(row);
    if (reading.problem) return { values: {}, problem: reading.problem, notes: [] };
    const { ticket, messages, rating, assignee, notes } = reading;
    const { customer } = ticket;
    const values = {
      ticketId: ticket.ticketId,
      createdAt: ticket.createdAt.toISOString(),
      status: ticket.excluded ?? (ticket.isOpen ? "open" : "closed"),
      closedAt: ticket.closedAt?.toISOString(),
      firstResponseAt: messages.at(-1)?.at.toISOString(),
      updatedAt: ticket.version === 0 ? undefined : new Date(ticket.version).toISOString(),
      channel: ticket.channel,
      customerEmail: customer.emails.join(", "),
      customerPhone: customer.phones.join(", "),
      shopifyCustomerId: customer.shopifyCustomerIds.join(", "),
      assigneeName: assignee?.name,
      assigneeId: assignee?.agentId,
      tags: ticket.tags.join(", "),
      rating: rating?.score ? String(rating.score) : rating ? (rating.positive ? "positive" : "negative") : undefined,
      ratedAt: rating?.ratedAt.toISOString(),
      spam: ticket.excluded === "spam" ? "spam" : undefined,
    };
    return { values: mappedOnly(values, mapping), problem: null, notes };
  };
}

function previewMessage(mapping: ImportMapping, now: Date) {
  const read = messageNormaliser(mapping, now);
  return (row: TableRow): Omit<PreviewRow, "line"> => {
    const reading = read(row);
    if (reading.problem) return { values: {}, problem: reading.problem, notes: [] };
    const { message, agent } = reading;
    const values = {
      ticketId: message.ticketId,
      sentAt: message.at.toISOString(),
      author: message.isPublic ? message.author : "note",
      agentName: agent?.name,
      agentId: agent?.agentId,
      messageId: message.messageId,
    };
    return { values: mappedOnly(values, mapping), problem: null, notes: [] };
  };
}

function mappedOnly(
  values: Partial<Record<ImportField, string | undefined>>,
  { content, columns }: ImportMapping,
): PreviewRow["values"] {
  const shown = fieldsOf(content).flatMap((field) => {
    const value = columns[field] === undefined ? undefined : values[field];
    return value === undefined || value === "" ? [] : [[field, value] as const];
  });
  return Object.fromEntries(shown);
}

function timesIn(rows: readonly TableRow[], columns: ImportMapping["columns"]): string[] {
  const indexes = TIME_FIELDS.flatMap((field) => columns[field] ?? []);
  return rows.flatMap(({ cells }) => indexes.map((index) => cells[index] ?? ""));
}

/** Numbers from 1 to 5 are five points, words are two, with a middle one three. */
function ratingScaleOf(rows: readonly TableRow[], column: number | undefined): ImportMapping["ratingScale"] {
  if (column === undefined) return "five-point";
  const texts = rows.map(({ cells }) => (cells[column] ?? "").trim()).filter((text) => text !== "");
  if (texts.some((text) => /^[2-5]/.test(text))) return "five-point";
  if (texts.some((text) => /ok|neutral|average/i.test(text))) return "three-point";
  return texts.some((text) => /\p{L}/u.test(text)) ? "two-point" : "five-point";
}
