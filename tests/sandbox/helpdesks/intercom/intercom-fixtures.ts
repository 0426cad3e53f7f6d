import type { HelpdeskRows, ShopFile } from "../../dataset/dataset.ts";
import type { JsonObject, Simulator } from "../../simulator.ts";
import { NOW } from "../sample-accounts.ts";
import {
  adminAuthor,
  adminRow,
  contactAuthor,
  contactIdOf,
  contactRow,
  conversationRow,
  FIN,
  partRow,
  sourceRow,
} from "./intercom-shapes.ts";

/** A small workspace for the simulator's own tests. */

export const NOW_SECONDS = Date.parse(NOW) / 1000;
export const ADA = { id: 8_811, name: "Ada Wool", email: "ada@moss.example" };
export const SHOP: ShopFile = {
  ...{ domain: "moss-and-fern.myshopify.com", name: "Moss & Fern", ianaTimezone: "Europe/Lisbon" },
  ...{ currencyCode: "EUR", email: "owner@mossandfern.example", countryCode: "PT" },
};

/** So many conversations, one a minute, the last one a minute before now; each has one reply. */
export function workspaceWith(count: number): HelpdeskRows {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const parts = numbers.map((number) => replyTo(number, secondsOf(number, count) + 20));
  return {
    admins: [adminRow(ADA), adminRow(FIN)],
    contacts: numbers.map(contactOf),
    conversations: numbers.map((number) => conversationOf(number, { count, parts: parts.slice(number - 1, number) })),
    parts,
  };
}

export function secondsOf(number: number, count: number): number {
  return NOW_SECONDS - (count - number + 1) * 60;
}

function contactOf(number: number): JsonObject {
  return contactRow({
    ...{ id: contactIdOf(number), externalId: null, role: "lead", email: `buyer${number}@post.example`, phone: null },
    ...{ name: `Buyer ${number}`, createdAt: NOW_SECONDS - 86_400, attributes: {}, workspaceId: "mossand1" },
  });
}

function conversationOf(number: number, { count, parts }: { count: number; parts: JsonObject[] }): JsonObject {
  const contact = contactOf(number);
  const createdAt = secondsOf(number, count);
  return conversationRow({
    ...{ id: String(1_000 + number), createdAt, updatedAt: createdAt + 20, state: "open", snoozedUntil: null },
    ...{ assigneeId: String(ADA.id), contact, tags: [], rating: null, parts },
    source: sourceRow({
      ...{ id: String(number), type: "email", deliveredAs: "customer_initiated", author: contactAuthor(contact) },
      body: "<p>Where is it</p>",
    }),
  });
}

function replyTo(number: number, at: number): JsonObject {
  return partRow({
    ...{ id: String(500_000 + number), conversationId: String(1_000 + number), type: "comment", at },
    ...{ author: adminAuthor(ADA), body: "<p>On its way</p>", state: "open" },
  });
}

/** The address and headers with which the workspace is asked. */
export const INTERCOM_ACCOUNT = { origin: "https://api.intercom.io", authorization: "Bearer intercom-token" };

/** Asks with JSON and gives the answer's JSON. */
export async function search(simulator: Simulator, path: string, body: unknown) {
  const { origin, authorization } = INTERCOM_ACCOUNT;
  const headers = { authorization, "content-type": "application/json" };
  const request = new Request(`${origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const response = await simulator.handle(request);
  const json: JsonObject = await response.json();
  return { status: response.status, headers: response.headers, body: json };
}
