import type { JsonObject } from "../../simulator.ts";
import { idOf, isJsonObject, objectsOf, unixSecondsOf } from "../row-fields.ts";
import { isComment } from "./zendesk-history.ts";
import type { ZendeskStore } from "./zendesk-store.ts";

/** How `via` is told for anything but a comment: as an object like in audits, or as a label like "Rule". */
export type ViaForm = "object" | "label";

export interface EventForm {
  /** Whether the client asked for `include=comment_events`. */
  withComments: boolean;
  via: ViaForm;
}

/** An audit as the incremental export of ticket events tells it. */
export function ticketEvent(audit: JsonObject, store: ZendeskStore, form: EventForm): JsonObject {
  const metadata = isJsonObject(audit.metadata) ? audit.metadata : {};
  return {
    id: audit.id,
    ticket_id: audit.ticket_id,
    timestamp: unixSecondsOf(audit.created_at),
    created_at: audit.created_at,
    updater_id: audit.author_id ?? null,
    via: viaIn(audit.via, form.via),
    system: metadata.system ?? {},
    metadata: {},
    event_type: "Audit",
    child_events: objectsOf(audit.events).map((event) => childEvent(event, { audit, store, form })),
  };
}

interface Surroundings {
  audit: JsonObject;
  store: ZendeskStore;
  form: EventForm;
}

function childEvent(event: JsonObject, { audit, store, form }: Surroundings): JsonObject {
  const via = event.via ?? audit.via ?? null;
  const reference = { via: viaIn(via, form.via), via_reference_id: referenceIn(via) };
  const { id, type, field_name, value, previous_value, via: _via, ...rest } = event;
  if (isComment(event)) return commentChild(event, { audit, store, form }, reference);
  if (type !== "Create" && type !== "Change") return { id, ...reference, ...rest, event_type: type };
  const changed = { [String(field_name)]: value };
  const before = type === "Change" ? { previous_value: previous_value ?? null } : {};
  return { id, ...reference, ...changed, ...before, ...tagChanges(event), event_type: type };
}

/** Without the sideload only the presence of a comment is told. */
function commentChild(event: JsonObject, { audit, store, form }: Surroundings, reference: JsonObject): JsonObject {
  if (!form.withComments) {
    return {
      id: event.id,
      ...reference,
      comment_present: true,
      comment_public: event.public ?? true,
      event_type: "Comment",
    };
  }
  const { ticket_id: _ticket, ...comment } = store.commentsById.get(idOf(event)) ?? event;
  return {
    via_reference_id: reference.via_reference_id,
    type: "Comment",
    attachments: [],
    ...comment,
    via: comment.via ?? audit.via ?? null,
    author_id: comment.author_id ?? audit.author_id ?? null,
    public: comment.public ?? true,
    audit_id: audit.id,
    created_at: comment.created_at ?? audit.created_at,
    event_type: "Comment",
  };
}

function tagChanges({ field_name, value, previous_value }: JsonObject): JsonObject {
  if (field_name !== "tags") return {};
  const [now, before] = [value, previous_value].map((tags) => (Array.isArray(tags) ? tags : []));
  return {
    added_tags: now?.filter((tag) => !before?.includes(tag)) ?? [],
    removed_tags: before?.filter((tag) => !now?.includes(tag)) ?? [],
  };
}

const VIA_LABELS: Record<string, string> = {
  web: "Web form",
  email: "Mail",
  api: "Web service",
  rule: "Rule",
  chat: "Chat",
  voice: "Phone call (inbound)",
  web_widget: "Web Widget",
  system: "System",
};

function viaIn(via: unknown, form: ViaForm): unknown {
  if (form === "object" || !isJsonObject(via)) return via ?? null;
  const channel = String(via.channel);
  return VIA_LABELS[channel] ?? channel;
}

/** The rule that acted, where one did. */
function referenceIn(via: unknown): unknown {
  const source = isJsonObject(via) ? via.source : null;
  const from = isJsonObject(source) ? source.from : null;
  return isJsonObject(from) ? (from.id ?? null) : null;
}
