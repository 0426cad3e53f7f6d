import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../sandbox/simulator.ts";

/**
 * Answers that were recorded at real accounts, kept beside the checkout since they are not ours to publish.
 * `RECORDED_PAYLOADS` names another folder.
 */
export const RECORDINGS =
  process.env.RECORDED_PAYLOADS ?? join(import.meta.dirname, "..", "..", "..", "shared", "data");

const MOCKS = ["gorgias", "recorded", "mocks", "nango"];

export interface Recordings {
  gorgiasTicketList: JsonObject;
  gorgiasTicket: JsonObject;
  gorgiasUser: JsonObject;
  gorgiasCustomer: JsonObject;
  gorgiasHeaders: Headers;
  zendeskTickets: JsonObject;
  zendeskHeaders: Headers;
  zendeskUsers: JsonObject[];
  /** Rows by the name of their stream. */
  zendeskRows: Map<string, JsonObject[]>;
  /** Rows by the name of their stream, from lists and alone. */
  freshdeskRows: Map<string, JsonObject[]>;
  /** The answer to a search of all conversations, and the answers to asking for each of those alone, afterwards. */
  intercomSearch: JsonObject;
  intercomConversations: JsonObject[];
  /** What closing a conversation answers: the conversation, read alone. */
  intercomClosed: JsonObject;
  intercomAdmins: JsonObject;
  intercomContacts: JsonObject;
  intercomHeaders: Headers;
}

/** Null where the folder is not there. */
export function readRecordings(): Recordings | null {
  if (!existsSync(join(RECORDINGS, "gorgias", "recorded"))) return null;
  const zendesk = (file: string) => readJson(join(RECORDINGS, "zendesk", "recorded", file));
  const mock = (...path: string[]) => readJson(join(RECORDINGS, ...MOCKS, ...path));
  const exported = recordedAnswers(zendesk("tickets.test.json"), "/api/v2/incremental/tickets")[0];
  const account = mock("get/proxy/api/account/settings/create-ticket/d879875bd6b25ceb85991f9512a1ad6510930b13.json");
  return {
    gorgiasTicketList: mock("get/proxy/api/tickets/tickets.json"),
    gorgiasTicket: mock("get/proxy/api/tickets/153011972/tickets.json"),
    gorgiasUser: objectIn(
      mock("post/proxy/api/users/create-user/04dd13300a8b792236860fa99c4bedeeaed97cab.json"),
      "response",
    ),
    gorgiasCustomer: objectIn(
      mock("get/proxy/api/customers/486721622/create-ticket/bdd46f2786dce5714066b89658b021acc71b7f78.json"),
      "response",
    ),
    gorgiasHeaders: headersIn(account),
    zendeskTickets: objectIn(exported ?? {}, "response"),
    zendeskHeaders: headersIn(exported ?? {}),
    zendeskUsers: recordedAnswers(zendesk("users.test.json"), "/api/v2/incremental/users/cursor").map((answer) =>
      objectIn(answer, "response"),
    ),
    zendeskRows: rowsByStream(join(RECORDINGS, "zendesk", "recorded", "expected_records.jsonl")),
    freshdeskRows: freshdeskRows(),
    ...intercomAnswers(),
  };
}

/** The rows of one account, and those that were recorded at another one. */
function freshdeskRows(): Map<string, JsonObject[]> {
  const folder = join(RECORDINGS, "freshdesk");
  const rows = rowsByStream(join(folder, "recorded", "expected_records.jsonl"));
  const listed = ["agents/users", "contacts/contacts", "tickets/tickets"].map(
    (path) => `nango/get/proxy/api/v2/${path}`,
  );
  const further = [...listed, "nango/post/proxy/api/v2/agents/create-user"].map((path) => `recorded/mocks/${path}`);
  for (const path of [...further, "responses/tickets"]) {
    const stream = /(agents|contacts|tickets)/.exec(path)?.[0] ?? path;
    rows.set(stream, [...(rows.get(stream) ?? []), ...readRows(join(folder, `${path}.json`))]);
  }
  return rows;
}

function intercomAnswers() {
  const recording = (name: string) => readJson(join(RECORDINGS, "intercom", "recorded", `${name}.test.json`));
  const one = (name: string, method: "get" | "post") => {
    const [path = ""] = Object.keys(objectIn(objectIn(recording(name), "api"), method));
    return recordedAnswers(recording(name), path, method)[0] ?? {};
  };
  const alone = objectIn(objectIn(recording("conversations"), "api"), "get");
  const search = one("conversations", "post");
  return {
    intercomSearch: objectIn(search, "response"),
    intercomConversations: Object.keys(alone).map((path) => objectIn(objectIn(alone, path), "response")),
    intercomClosed: objectIn(one("close-conversation", "post"), "response"),
    intercomAdmins: objectIn(one("admins", "get"), "response"),
    intercomContacts: objectIn(one("contacts", "post"), "response"),
    intercomHeaders: headersIn(search),
  };
}

function rowsByStream(file: string): Map<string, JsonObject[]> {
  const rows = new Map<string, JsonObject[]>();
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const { stream, data } = JSON.parse(line);
    rows.set(stream, [...(rows.get(stream) ?? []), data]);
  }
  return rows;
}

function recordedAnswers(recording: JsonObject, path: string, method: "get" | "post" = "get"): JsonObject[] {
  const answers = objectIn(objectIn(recording, "api"), method)[path];
  return Array.isArray(answers) ? answers : answers ? [objectIn({ answers }, "answers")] : [];
}

function headersIn(answer: JsonObject): Headers {
  return new Headers(Object.entries(objectIn(answer, "headers")).map(([name, value]) => [name, String(value)]));
}

function readJson(file: string): JsonObject {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  return objectIn({ content }, "content");
}

/** A list's rows, or the one row that the file is. */
function readRows(file: string): JsonObject[] {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  return (Array.isArray(content) ? content : [content]).map((row) => objectIn({ row }, "row"));
}

function objectIn(parent: JsonObject, field: string): JsonObject {
  const value = parent[field];
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`No object in ${field}`);
  return Object.fromEntries(Object.entries(value));
}
