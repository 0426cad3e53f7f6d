import type { JsonObject } from "../../simulator.ts";

export const ACCOUNT_ID = 1;

/** Internal ids of conversations run apart from the numbers that the account shows. */
const INTERNAL_OFFSET = 71_000;

export function seconds(at: number): number {
  return Math.floor(at / 1000);
}

/** An agent as `/agents` lists them, and as conversations name their assignee. */
export function agentRow(agent: {
  id: number;
  name: string;
  email: string;
  role: "agent" | "administrator";
}): JsonObject {
  const { id, name, email, role } = agent;
  return {
    ...{ id, account_id: ACCOUNT_ID, availability_status: "offline", auto_offline: true, confirmed: true, email },
    ...{ available_name: name, name, role, thumbnail: "" },
  };
}

/** The user as the sender of a message. */
export function userSender({ id, name }: JsonObject): JsonObject {
  return {
    id,
    name,
    available_name: name,
    avatar_url: "",
    type: "user",
    availability_status: "offline",
    thumbnail: "",
  };
}

export function botSender({ id, name }: JsonObject): JsonObject {
  return { id, name, avatar_url: "", type: "agent_bot" };
}

export interface ContactFields {
  id: number;
  name: string;
  email: string | null;
  phone: string | null;
  identifier: string | null;
  custom: JsonObject;
  at: number;
}

/** A contact. What is not known is left out, which the vendor's description allows and its code writes as null. */
export function contactRow({ id, name, email, phone, identifier, custom, at }: ContactFields): JsonObject {
  return {
    ...{ additional_attributes: {}, availability_status: "offline", id, name, blocked: false, thumbnail: "" },
    ...(email === null ? {} : { email }),
    ...(phone === null ? {} : { phone_number: phone }),
    ...(identifier === null ? {} : { identifier }),
    ...{ custom_attributes: custom, last_activity_at: seconds(at), created_at: seconds(at) },
  };
}

export interface MessageFields {
  id: number;
  conversationId: number;
  inboxId: number;
  /** 0 incoming, 1 outgoing, 2 activity, 3 template. */
  type: 0 | 1 | 2 | 3;
  at: number;
  content: string;
  sender?: JsonObject | null;
  fields?: JsonObject;
}

export function messageRow({
  id,
  conversationId,
  inboxId,
  type,
  at,
  content,
  sender,
  fields,
}: MessageFields): JsonObject {
  return {
    ...{ id, content, inbox_id: inboxId, conversation_id: conversationId, message_type: type, content_type: "text" },
    ...{ status: "sent", content_attributes: {}, created_at: seconds(at), private: false, source_id: `source-${id}` },
    ...(sender ? { sender } : {}),
    ...fields,
  };
}

/** Newer versions say a change of status beside the text as well. */
export function activityFields(status: string, isNewVersion: boolean): JsonObject {
  return isNewVersion ? { content_attributes: { activity: { type: "conversation_status_changed", status } } } : {};
}

/** The form of a survey, with what was answered. */
export function surveyFields(rating: number | null): JsonObject {
  const answer =
    rating === null ? {} : { submitted_values: { csat_survey_response: { rating, feedback_message: "" } } };
  return { content_type: "input_csat", content_attributes: { display_type: "emoji", ...answer } };
}

export interface EventFields {
  id: number;
  conversationId: number;
  inboxId: number;
  name: string;
  startedAt: number;
  at: number;
  userId: number | null;
}

/** A reporting event. The number of the conversation, which the vendor's rows do not hold, stands in front. */
export function eventRow({ id, conversationId, inboxId, name, startedAt, at, userId }: EventFields): JsonObject {
  const value = (at - startedAt) / 1000;
  const iso = new Date(at).toISOString();
  return {
    ...{ conversation_display_id: conversationId, id, name, value, value_in_business_hours: value / 2 },
    ...{ event_start_time: new Date(startedAt).toISOString(), event_end_time: iso, account_id: ACCOUNT_ID },
    ...{ inbox_id: inboxId, user_id: userId, conversation_id: INTERNAL_OFFSET + conversationId },
    ...{ created_at: iso, updated_at: iso },
  };
}

export interface SurveyAnswerFields {
  id: number;
  conversationId: number;
  messageId: number;
  rating: number;
  at: number;
  contact: unknown;
  agent: JsonObject | null;
}

export function surveyAnswerRow(answer: SurveyAnswerFields): JsonObject {
  const { id, conversationId, messageId, rating, at, contact, agent } = answer;
  return {
    ...{ id, rating, feedback_message: "", account_id: ACCOUNT_ID, message_id: messageId, contact },
    conversation_id: conversationId,
    ...(agent ? { assigned_agent: agent } : {}),
    created_at: seconds(at),
  };
}

export interface ConversationFields {
  id: number;
  inbox: { id: number; type: string; additional?: Record<string, string> };
  createdAt: number;
  contact: JsonObject;
  assignee: JsonObject | null;
  labels: string[];
}

/** A conversation that has just begun. Times that have not been are zero. */
export function conversationRow(fields: ConversationFields): JsonObject {
  const { id, inbox, createdAt, contact, assignee, labels } = fields;
  return {
    meta: {
      ...{ sender: contact, channel: inbox.type },
      ...(assignee ? { assignee } : {}),
      hmac_verified: false,
    },
    ...{ id, account_id: ACCOUNT_ID, uuid: `00000000-0000-4000-8000-${String(id).padStart(12, "0")}` },
    ...{ additional_attributes: { ...inbox.additional }, custom_attributes: {}, inbox_id: inbox.id, labels },
    ...{ agent_last_seen_at: 0, assignee_last_seen_at: 0, contact_last_seen_at: 0, can_reply: true, muted: false },
    ...{ snoozed_until: 0, status: "open", created_at: seconds(createdAt), updated_at: createdAt / 1000 },
    ...{ first_reply_created_at: 0, unread_count: 0, last_activity_at: seconds(createdAt), waiting_since: 0 },
  };
}
