import type { JsonObject } from "../../simulator.ts";
import type { NewCustomer } from "../helpdesk-control.ts";
import { isJsonObject, objectsOf, textOf } from "../row-fields.ts";
import { customerIn, SYSTEM_USER, splitName, userIn } from "./helpscout-shapes.ts";
import type { HelpscoutStore } from "./helpscout-store.ts";

interface People {
  store: HelpscoutStore;
  now(): string;
}

/** The customer as conversations name them; one who is not known yet gets a record. */
export function customerOf({ store, now }: People, given: NewCustomer): JsonObject {
  const known = given.id === undefined ? undefined : store.customers.get(String(given.id));
  if (known) {
    const emails = isJsonObject(known._embedded) ? objectsOf(known._embedded.emails) : [];
    const email = emails[0] ? textOf(emails[0], "value") : null;
    return customerIn({
      id: known.id,
      first: textOf(known, "firstName") ?? "",
      last: textOf(known, "lastName") ?? "",
      email,
    });
  }
  const id = given.id ?? store.nextId();
  const { first, last } = splitName(given.name ?? "");
  const entry = (value: string | null | undefined, type: string) =>
    value == null ? [] : [{ id: id + 1, value, type }];
  const { shopifyCustomerId } = given;
  const linked = {
    type: "text",
    slug: "shopify-customer-id",
    name: "Shopify customer",
    value: String(shopifyCustomerId),
  };
  store.putCustomer({
    ...{ id, firstName: first, lastName: last, createdAt: now(), updatedAt: now() },
    _embedded: {
      ...{ emails: entry(given.email, "work"), phones: entry(given.phone, "mobile"), chats: [], websites: [] },
      properties: shopifyCustomerId === undefined ? [] : [linked],
    },
  });
  return customerIn({ id, first, last, email: given.email ?? null });
}

/** The user as conversations name them: the first one when nobody is named, the account itself when there is none. */
export function userOf({ store }: People, userId: number | undefined): JsonObject {
  const user = userId === undefined ? store.usersById.at(0)?.row : store.users.get(String(userId));
  return user ? userIn(user) : SYSTEM_USER;
}
