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

function recordedAnswers(recording: JsonObject, path: string): JsonObject[] {
  const answers = objectIn(objectIn(recording, "api"), "get")[path];
  return Array.isArray(answers) ? answers : answers ? [objectIn({ answers }, "answers")] : [];
}

function headersIn(answer: JsonObject): Headers {
  return new Headers(Object.entries(objectIn(answer, "headers")).map(([name, value]) => [name, String(value)]));
}

function readJson(file: string): JsonObject {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  return objectIn({ content }, "content");
}

function objectIn(parent: JsonObject, field: string): JsonObject {
  const value = parent[field];
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`No object in ${field}`);
  return Object.fromEntries(Object.entries(value));
}
