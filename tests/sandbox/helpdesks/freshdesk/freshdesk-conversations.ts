import type { Entry, Ticket } from "../../generator/neutral-model.ts";
import type { JsonObject } from "../../simulator.ts";
import { CONVERSATION, freshdeskTime, SOURCE } from "./freshdesk-shapes.ts";

const AUTOMATION_ID = 67_000_551_001;
const MOST_A_TICKET = 1_000;

/**
 * The first entry is the ticket's own description and no conversation, except in a web chat. Every third rating left a
 * comment, which is a conversation too.
 */
export function conversationRows(ticket: Ticket, source: number): JsonObject[] {
  const { id, entries, contact, rating } = ticket;
  const requesterId = contact?.id ?? null;
  const told = source === SOURCE.webChat ? entries : entries.slice(1);
  const first = 67_100_000_000 + id * MOST_A_TICKET;
  const rows = told.map((entry, index) => entryRow(entry, { id: first + index, ticketId: id, requesterId }));
  const answeredAt = rating?.answers[0]?.at;
  if (answeredAt === undefined || id % 3 !== 0) return rows;
  const feedback = { ...blank({ id: first + MOST_A_TICKET - 1, ticketId: id }, answeredAt), user_id: requesterId };
  return [...rows, { ...feedback, incoming: true, source: CONVERSATION.surveyFeedback, category: 7 }];
}

interface Place {
  id: number;
  ticketId: number;
}

function entryRow(entry: Entry, { requesterId, ...place }: Place & { requesterId: number | null }): JsonObject {
  const { by, agent, undelivered } = entry;
  const isReply = by === "agent" || by === "automation";
  return {
    ...blank(place, entry.at),
    incoming: by === "customer",
    private: by === "note",
    user_id: by === "customer" ? requesterId : (agent?.id ?? null),
    source: by === "note" ? CONVERSATION.note : CONVERSATION.reply,
    category: by === "customer" ? 1 : by === "note" ? 2 : 3,
    to_emails: isReply ? ["buyer@example.com"] : [],
    email_failure_count: undelivered !== null && place.ticketId % 2 === 0 ? 1 : null,
    outgoing_failures: undelivered !== null && place.ticketId % 2 === 1 ? 1 : null,
    ...(by === "automation" ? { automation_id: AUTOMATION_ID, automation_type_id: 1 } : {}),
  };
}

/** A conversation of nobody, from which the others are made. */
export function blank({ id, ticketId }: Place, at: number): JsonObject {
  const time = freshdeskTime(at);
  return {
    ...{ id, ticket_id: ticketId, body: "<div>Invented text</div>", body_text: "Invented text", attachments: [] },
    ...{ incoming: false, private: false, user_id: null, support_email: null, source: 0, category: 3 },
    ...{ to_emails: [], from_email: null, cc_emails: [], bcc_emails: [], source_additional_info: null },
    ...{ email_failure_count: null, outgoing_failures: null, thread_id: null, thread_message_id: null },
    ...{ automation_id: null, automation_type_id: null, auto_response: false },
    ...{ created_at: time, updated_at: time, last_edited_at: null, last_edited_user_id: null },
  };
}
