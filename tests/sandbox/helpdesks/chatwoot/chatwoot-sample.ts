import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import { createFakeClock, datasetWith, NOW } from "../sample-accounts.ts";
import { agentRow, contactRow, conversationRow, messageRow } from "./chatwoot-shapes.ts";
import { type ChatwootOptions, createChatwootSimulator } from "./chatwoot-simulator.ts";

/** A small account and its caller, for the simulator's own tests. */

export const ACCOUNT = "/api/v1/accounts/1";
const NOW_MILLISECONDS = Date.parse(NOW);

export interface SampleAnswer {
  status: number;
  headers: Headers;
  text: string;
  json: unknown;
}

export function openSample(rows: HelpdeskRows = {}, options: Partial<ChatwootOptions> = {}) {
  const clock = createFakeClock();
  const { shop } = datasetWith({});
  const agents = [agentRow({ id: 41, name: "Rosa", email: "rosa@shop.example", role: "administrator" })];
  const simulator = createChatwootSimulator({ agents, ...rows }, shop, { clock, ...options });
  const ask = async (path: string, init: RequestInit = {}): Promise<SampleAnswer> => {
    const headers = {
      api_access_token: simulator.credentials.accessToken,
      ...Object.fromEntries(new Headers(init.headers)),
    };
    const url = path.startsWith("https:") ? path : `${simulator.credentials.host}${path}`;
    const response = await simulator.handle(new Request(url, { ...init, headers }));
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
  };
  return { simulator, clock, ask };
}

/** So many minutes before the sample's present. */
export function minutesAgo(minutes: number): number {
  return NOW_MILLISECONDS - minutes * 60_000;
}

export function conversation(id: number, fields: JsonObject = {}): JsonObject {
  const contact = contactRow({
    id: 9_000 + id,
    name: "Lena",
    email: null,
    phone: null,
    identifier: null,
    custom: {},
    at: minutesAgo(5_000),
  });
  const inbox = { id: 11, type: "Channel::Email" };
  return {
    ...conversationRow({ id, inbox, createdAt: minutesAgo(1_000 - id), contact, assignee: null, labels: [] }),
    ...fields,
  };
}

export function message(id: number, conversationId: number, fields: JsonObject = {}): JsonObject {
  return messageRow({ id, conversationId, inboxId: 11, type: 0, at: minutesAgo(1_000 - id), content: "Hello", fields });
}

/** The answer's rows, wherever they lie. */
export function rowsOf({ json }: SampleAnswer): JsonObject[] {
  const lists = [json, fieldOf(json, "payload"), fieldOf(fieldOf(json, "data"), "payload")];
  return lists.find((list): list is JsonObject[] => Array.isArray(list)) ?? [];
}

export function idsOf(answer: SampleAnswer): unknown[] {
  return rowsOf(answer).map((row) => row.id);
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
