import { isJsonObject } from "../sandbox/helpdesks/row-fields.ts";
import type { JsonObject } from "../sandbox/simulator.ts";
import { documentIn, type OpenApiDocument } from "./openapi-document.ts";

/** A place where a vendor's description says otherwise than its code does, and what would be right there. */
interface Contradiction {
  vendor: string;
  reason: string;
  place: readonly string[];
  right(told: unknown): unknown;
}

const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const okay = (content: unknown) => ({ 200: { content: { "application/json": { schema: content } } } });
const alsoOneOf = (value: string | number) => (told: unknown) => (Array.isArray(told) ? [...told, value] : [value]);

const ACCOUNT = "/api/v1/accounts/{account_id}";
const JSON_SCHEMA = ["content", "application/json", "schema"];
const MESSAGES = ["paths", `${ACCOUNT}/conversations/{conversation_id}/messages`, "get", "responses", "200"];
const CONVERSATION = ["paths", `${ACCOUNT}/conversations/{conversation_id}`, "get", "responses", "404"];
const FILTER = ["paths", `${ACCOUNT}/conversations/filter`, "post", "responses", "200"];

const surveyAnswer: JsonObject = {
  type: "object",
  properties: {
    ...{
      id: { type: "integer" },
      rating: { type: "integer", minimum: 1, maximum: 5 },
      account_id: { type: "integer" },
    },
    ...{ feedback_message: { type: "string" }, message_id: { type: "integer" }, conversation_id: { type: "integer" } },
    ...{ contact: schema("contact/properties/payload/items"), assigned_agent: schema("agent") },
    created_at: { type: "integer" },
  },
};

export const CONTRADICTIONS: readonly Contradiction[] = [
  {
    vendor: "intercom",
    reason: "The list of teammates is called admins in every answer of the API",
    place: ["components", "schemas", "conversation_teammates", "properties", "admins"],
    right: () => ({ type: "array", items: schema("reference") }),
  },
  {
    vendor: "chatwoot",
    reason: "Conversations can be snoozed; the description of the list's own parameter says so too",
    place: ["components", "schemas", "conversation", "properties", "status", "enum"],
    right: alsoOneOf("snoozed"),
  },
  {
    vendor: "chatwoot",
    reason: "Templates are the fourth kind of message, as the description says of message_detailed",
    place: ["components", "schemas", "message", "properties", "message_type", "enum"],
    right: alsoOneOf(3),
  },
  {
    vendor: "chatwoot",
    reason: "A survey is a message, as the description says of message_detailed",
    place: ["components", "schemas", "message", "properties", "content_type", "enum"],
    right: alsoOneOf("input_csat"),
  },
  {
    vendor: "chatwoot",
    reason: "An assignee is shown with the same fields as in the list of agents",
    place: ["components", "schemas", "user"],
    right: (told) => ({ allOf: [told, schema("agent")] }),
  },
  {
    vendor: "chatwoot",
    reason: "Beside messages stands one contact; the description has the envelope of a list of contacts there",
    place: [...MESSAGES, ...JSON_SCHEMA, "properties", "meta", "properties", "contact"],
    right: () => schema("contact/properties/payload/items"),
  },
  {
    vendor: "chatwoot",
    reason: "The filter's answer lies bare, without the data around it that the list has",
    place: [...FILTER, ...JSON_SCHEMA],
    right: () => schema("conversation_list/properties/data"),
  },
  {
    vendor: "chatwoot",
    reason: "What is not found is said in one text; only failed validations have a list of errors",
    place: [...CONVERSATION, ...JSON_SCHEMA],
    right: () => ({ type: "object", properties: { error: { type: "string" } }, required: ["error"] }),
  },
  {
    vendor: "chatwoot",
    reason: "Survey answers can be listed since the surveys exist, and are not described",
    place: ["paths", `${ACCOUNT}/csat_survey_responses`],
    right: () => ({ get: { responses: okay({ type: "array", items: surveyAnswer }) } }),
  },
];

/** The vendor's description with what is right in place of what it says. */
export function corrected(document: OpenApiDocument, contradictions: readonly Contradiction[]): OpenApiDocument {
  return documentIn(contradictions.reduce<unknown>((node, { place, right }) => put(node, place, right), document));
}

function put(node: unknown, place: readonly string[], right: Contradiction["right"]): unknown {
  const [step, ...rest] = place;
  if (step === undefined) return right(node);
  const parent = isJsonObject(node) ? node : {};
  return { ...parent, [step]: put(parent[step], rest, right) };
}
