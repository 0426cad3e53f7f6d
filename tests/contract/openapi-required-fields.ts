import type { JsonObject } from "../sandbox/simulator.ts";
import { documentIn, type OpenApiDocument } from "./openapi-document.ts";

/**
 * The fields that every answer has to hold for the adapters to read it. The vendors' descriptions require next to
 * nothing, so these are asked for beside them, and alone where their files are not there.
 */

const TEXT = { type: "string", minLength: 1 };
const WHOLE = { type: "integer" };
const SECONDS = { type: "integer", minimum: 1_000_000_000, maximum: 9_999_999_999 };
const ISO = { type: "string", format: "date-time" };
const FLAG = { type: "boolean" };

const rows = (items: JsonObject): JsonObject => ({ type: "array", items });
const oneOf = (...values: (string | number)[]): JsonObject => ({ enum: values });
const holds = (properties: JsonObject): JsonObject => ({
  ...{ type: "object", required: Object.keys(properties), properties, additionalProperties: true },
});
const orNull = (schema: JsonObject): JsonObject => ({ ...schema, nullable: true });
const answers = (byStatus: Record<number, JsonObject>): JsonObject => ({
  responses: Object.fromEntries(
    Object.entries(byStatus).map(([status, schema]) => [status, { content: { "application/json": { schema } } }]),
  ),
});

const intercomState = { state: oneOf("open", "closed", "snoozed"), open: FLAG };
const author = holds({ type: oneOf("admin", "bot", "team", "user", "lead", "contact"), id: TEXT });
const listedConversation = {
  ...{ id: TEXT, created_at: SECONDS, updated_at: SECONDS, admin_assignee_id: orNull(WHOLE), ...intercomState },
  ...{ source: holds({ type: TEXT, delivered_as: TEXT, author }), tags: holds({ tags: rows(holds({ name: TEXT })) }) },
  contacts: holds({ contacts: rows(holds({ id: TEXT, external_id: orNull(TEXT) })) }),
  statistics: holds({ count_conversation_parts: WHOLE }),
  conversation_rating: orNull(
    holds({ rating: orNull(WHOLE), created_at: SECONDS, teammate: orNull(holds({ id: {} })) }),
  ),
};
const part = { id: TEXT, part_type: TEXT, created_at: SECONDS, body: orNull({ type: "string" }), author };
const parts = holds({ conversation_parts: rows(holds(part)), total_count: WHOLE });
const contact = holds({
  id: TEXT,
  role: oneOf("user", "lead"),
  external_id: orNull(TEXT),
  custom_attributes: holds({}),
});
const pages = holds({ type: oneOf("pages"), per_page: WHOLE, total_pages: WHOLE });
const intercomRefusal = holds({ type: oneOf("error.list"), errors: rows(holds({ code: TEXT, message: TEXT })) });

const intercom = documentIn({
  components: {},
  paths: {
    "/me": { get: answers({ 200: holds({ id: TEXT, app: holds({ id_code: TEXT, name: TEXT }) }) }) },
    "/admins": { get: answers({ 200: holds({ admins: rows(holds({ id: TEXT, name: TEXT, email: TEXT })) }) }) },
    "/conversations/search": {
      post: answers({ 200: holds({ conversations: rows(holds(listedConversation)), total_count: WHOLE, pages }) }),
    },
    "/conversations/{id}": {
      get: answers({ 200: holds({ ...listedConversation, conversation_parts: parts }), 404: intercomRefusal }),
    },
    "/contacts/search": { post: answers({ 200: holds({ data: rows(contact), total_count: WHOLE, pages }) }) },
    "/contacts/{id}": { get: answers({ 200: contact }) },
  },
});

const agent = holds({ id: WHOLE, name: TEXT, email: TEXT, role: oneOf("agent", "administrator") });
const sender = holds({ id: WHOLE, name: TEXT, custom_attributes: holds({}), additional_attributes: holds({}) });
const conversation = holds({
  ...{ id: WHOLE, inbox_id: WHOLE, created_at: SECONDS, updated_at: { type: "number" }, last_activity_at: SECONDS },
  ...{ status: oneOf("open", "pending", "snoozed", "resolved"), labels: rows(TEXT) },
  meta: holds({ sender, channel: TEXT }),
});
const message = holds({
  ...{ id: WHOLE, conversation_id: WHOLE, message_type: oneOf(0, 1, 2, 3), content_type: TEXT, created_at: SECONDS },
  ...{ private: FLAG, status: oneOf("sent", "delivered", "read", "failed") },
});
const listed = { meta: holds({ all_count: WHOLE }), payload: rows(conversation) };
const surveyAnswer = holds({
  ...{ id: WHOLE, conversation_id: WHOLE, message_id: WHOLE, rating: oneOf(1, 2, 3, 4, 5), created_at: SECONDS },
});
const event = holds({ id: WHOLE, name: TEXT, event_start_time: ISO, event_end_time: ISO, user_id: orNull(WHOLE) });

const ACCOUNT = "/api/v1/accounts/{account_id}";
const ONE = `${ACCOUNT}/conversations/{id}`;

const chatwoot = documentIn({
  components: {},
  paths: {
    [ACCOUNT]: { get: answers({ 200: holds({ id: WHOLE, name: TEXT }) }) },
    [`${ACCOUNT}/agents`]: { get: answers({ 200: rows(agent) }) },
    [`${ACCOUNT}/agent_bots`]: { get: answers({ 200: rows(holds({ id: WHOLE, name: TEXT })) }) },
    [`${ACCOUNT}/conversations`]: { get: answers({ 200: holds({ data: holds(listed) }) }) },
    [`${ACCOUNT}/conversations/filter`]: { post: answers({ 200: holds(listed) }) },
    [ONE]: { get: answers({ 200: conversation, 404: holds({ error: TEXT }) }) },
    [`${ONE}/messages`]: { get: answers({ 200: holds({ meta: holds({ contact: sender }), payload: rows(message) }) }) },
    [`${ONE}/reporting_events`]: { get: answers({ 200: rows(event) }) },
    [`${ACCOUNT}/csat_survey_responses`]: { get: answers({ 200: rows(surveyAnswer) }) },
  },
});

export const REQUIRED_FIELDS: Record<string, OpenApiDocument> = { intercom, chatwoot };
