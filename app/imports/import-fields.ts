/** The words of an import's settings: what columns may hold and how cells may be written. */

export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** What a column of a file of tickets may hold. */
export const TICKET_FIELDS = [
  "ticketId",
  "createdAt",
  "status",
  "closedAt",
  "firstResponseAt",
  "updatedAt",
  "channel",
  "customerEmail",
  "customerPhone",
  "shopifyCustomerId",
  "assigneeName",
  "assigneeId",
  "tags",
  "rating",
  "ratedAt",
  "spam",
] as const;
/** What a column of a file of messages may hold. */
export const MESSAGE_FIELDS = ["ticketId", "sentAt", "author", "agentName", "agentId", "messageId"] as const;
export type TicketField = (typeof TICKET_FIELDS)[number];
export type MessageField = (typeof MESSAGE_FIELDS)[number];
export type ImportField = TicketField | MessageField;

export const IMPORT_CONTENTS = ["tickets", "messages"] as const;
export type ImportContent = (typeof IMPORT_CONTENTS)[number];

/** ISO 8601 is read under each of them. */
export const TIME_FORMATS = ["iso", "day-month-year", "month-day-year", "epoch"] as const;
export type TimeFormat = (typeof TIME_FORMATS)[number];

export const LIST_SEPARATORS = [",", ";", "|", " "] as const;
export const RATING_SCALES = ["five-point", "three-point", "two-point"] as const;

/** Index of the column, from 0, by field. */
export type ImportColumns = Partial<Record<ImportField, number>>;

/** Fields of a file with this content, in the order in which the page offers them. */
export function fieldsOf(content: ImportContent): readonly ImportField[] {
  return content === "tickets" ? TICKET_FIELDS : MESSAGE_FIELDS;
}

/** Fields without which rows of this kind say nothing. */
export function requiredFields(content: ImportContent): readonly ImportField[] {
  return content === "tickets" ? ["ticketId", "createdAt"] : ["ticketId", "sentAt", "author"];
}

/** Fields that still need a column before the import can start. A rating counts on its own day, so it needs its time. */
export function missingFields({ content, columns }: { content: ImportContent; columns: ImportColumns }): ImportField[] {
  const needed = [...requiredFields(content)];
  if (content === "tickets" && columns.rating !== undefined) needed.push("ratedAt");
  return needed.filter((field) => columns[field] === undefined);
}

/** Whether the rows tell which tickets are closed; where they do not, every ticket counts as open. */
export function tellsState({ columns }: { columns: ImportColumns }): boolean {
  return columns.status !== undefined || columns.closedAt !== undefined;
}
