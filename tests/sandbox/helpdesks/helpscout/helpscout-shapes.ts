import type { JsonObject } from "../../simulator.ts";

export const MAILBOX_ID = 214_001;
export const COMPANY_ID = 98_117;

/** The account itself, in whose name workflows act. */
export const SYSTEM_USER: JsonObject = {
  ...{ id: 1, type: "user", first: "Help", last: "Scout", email: "none@nowhere.com" },
};

/** Seconds, with a fraction only where there is one. */
export function helpscoutInstant(at: number | Date): string {
  return new Date(at).toISOString().replace(/\.000Z$/, "Z");
}

/** A user as conversations and threads name one. */
export function userIn(user: JsonObject): JsonObject {
  const { id, firstName, lastName, email } = user;
  return { id, type: "user", first: firstName ?? "", last: lastName ?? "", email };
}

/** A customer as conversations and threads name one; those without an address have none. */
export function customerIn({
  id,
  first,
  last,
  email,
}: {
  id: unknown;
  first: string;
  last: string;
  email: string | null;
}) {
  return { id, type: "customer", first, last, photoUrl: null, email };
}

export function splitName(name: string): { first: string; last: string } {
  const [first = "", ...rest] = name.split(" ");
  return { first, last: rest.join(" ") };
}

/** Great, okay, not good, from five points. */
export function ratingIdOf(points: number): 1 | 2 | 3 {
  return points >= 4 ? 1 : points === 3 ? 2 : 3;
}

export const RATING_WORDS = { 1: "great", 2: "okay", 3: "not-good" } as const;
