import type { JsonObject } from "../sandbox/simulator.ts";
import type { Recordings } from "./recordings.ts";

/** Answers in the form of the recorded ones, about people who do not exist. */

const NOOR = { id: "301", type: "admin", name: "Noor", email: "noor@wool-shop.example" };
const FIN = { id: "302", type: "bot", name: "Fin", email: "operator+wool7@intercom.io" };
const BEGUN = 1_772_442_611;
const intercomPartRow = (seconds: number, part_type: string, fields: JsonObject = {}): JsonObject => ({
  ...{ type: "conversation_part", id: String(7000 + seconds), part_type, body: null, author: NOOR, assigned_to: null },
  ...{ created_at: BEGUN + seconds, updated_at: BEGUN + seconds, attachments: [], external_id: null, redacted: false },
  ...fields,
});
const intercomConversationRow = (id: string, fields: JsonObject): JsonObject => ({
  ...{ type: "conversation", id, created_at: BEGUN, updated_at: BEGUN + 900, state: "open", admin_assignee_id: null },
  ...{ tags: { type: "tag.list", tags: [] }, conversation_rating: null, statistics: { last_close_at: null } },
  source: {
    ...{ type: "conversation", id: "88", delivered_as: "customer_initiated", subject: "", body: "Hei" },
    ...{ author: { type: "user", id: "c7", name: "Mira", email: "mira@fern.example" }, attachments: [] },
  },
  contacts: { type: "contact.list", contacts: [{ type: "contact", id: "c7", external_id: "crm-7" }] },
  ...fields,
});
const intercomParts = (...parts: JsonObject[]): JsonObject => ({
  conversation_parts: { type: "conversation_part.list", conversation_parts: parts, total_count: parts.length },
});
const botPart = intercomPartRow(1, "conversation_attribute_updated_by_admin", { author: FIN });
const closedTwice = [botPart, intercomPartRow(20, "close"), intercomPartRow(30, "close")];
const reopened = { statistics: { last_close_at: BEGUN + 30, last_closed_by_id: 301 } };
const snoozed = { state: "snoozed", source: null };

type IntercomAnswers = Pick<
  Recordings,
  | "intercomSearch"
  | "intercomConversations"
  | "intercomClosed"
  | "intercomAdmins"
  | "intercomContacts"
  | "intercomHeaders"
>;

export const INVENTED_INTERCOM: IntercomAnswers = {
  intercomSearch: {
    type: "conversation.list",
    conversations: [intercomConversationRow("501", reopened), intercomConversationRow("502", snoozed)],
    ...{ pages: { type: "pages", page: 1, per_page: 100, total_pages: 1 }, total_count: 2 },
  },
  intercomConversations: [
    intercomConversationRow("501", { ...reopened, ...intercomParts(...closedTwice, intercomPartRow(60, "open")) }),
    intercomConversationRow("502", {
      ...snoozed,
      ...intercomParts(
        ...[botPart, intercomPartRow(20, "close"), intercomPartRow(30, "open"), intercomPartRow(40, "close")],
        ...[
          intercomPartRow(50, "open"),
          intercomPartRow(55, "comment", { body: "Snart" }),
          intercomPartRow(60, "snoozed"),
        ],
      ),
    }),
  ],
  intercomClosed: intercomConversationRow("501", { state: "closed", ...reopened, ...intercomParts(...closedTwice) }),
  intercomAdmins: { type: "admin.list", admins: [NOOR, { ...FIN, type: "admin" }] },
  intercomContacts: {
    type: "list",
    data: [
      {
        type: "contact",
        id: "c7",
        external_id: "crm-7",
        email: "mira@fern.example",
        phone: null,
        custom_attributes: {},
      },
    ],
    ...{ total_count: 1, pages: { type: "pages", page: 1, per_page: 150, total_pages: 1 } },
  },
  intercomHeaders: new Headers({
    ...{ date: "Mon, 02 Mar 2026 09:10:12 GMT", "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "5000" },
    "x-ratelimit-reset": "1772442620",
  }),
};
