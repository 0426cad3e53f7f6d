import { HELPDESK_TRAITS } from "./helpdesk-traits.ts";
import {
  type Agent,
  type Contact,
  DAY,
  type Helpdesk,
  type Key,
  type Person,
  PLANNED_HELPDESKS,
} from "./neutral-model.ts";
import type { Random } from "./random.ts";

const FIRST_NAMES =
  "Anouk Bram Cato Daan Elif Femke Gijs Hanna Ilse Joris Kees Lotte Milan Noor Olaf Puck Quinten Roos Sem Tess Umar Vera Wout Xenia Yara Zeno Amina Boris Chiara Dario".split(
    " ",
  );
const LAST_NAMES =
  "Aalders Bakhuis Claessen Dorland Eijkman Feenstra Groothuis Hoekstra Ipenburg Jorissen Kuipers Lindhout Mertens Nagelkerke Oosting Pronk Quist Rietveld Steenbergen Terpstra Uiterwaal Verschoor Wiersma Yildiz Zandstra".split(
    " ",
  );
const MAIL_DOMAINS = ["example.com", "example.net", "example.org", "mail.example", "post.example"];

/** The AI agent of the Gorgias account: a user of its own whose role is "bot". */
export const ROBOT: Agent = {
  helpdesk: "gorgias",
  id: 480_999,
  name: "Shop Assistant",
  email: "assistant@shop.example",
  active: true,
};

/** The agents of all helpdesks, one name in two of them; the last of each has left but still stands in the history. */
export function planAgents(): Agent[] {
  return PLANNED_HELPDESKS.flatMap((helpdesk) => {
    const { agents, firstAgentId } = HELPDESK_TRAITS[helpdesk];
    return agents.map((name, index) => ({
      helpdesk,
      id: firstAgentId + index * 37,
      name,
      email: `${name.toLowerCase().replace(" ", ".")}@shop.example`,
      active: index !== agents.length - 1,
    }));
  });
}

/**
 * `customers` people with a record in the shop, then guests, prospects and strangers on top. E-mail addresses and phone
 * numbers are unique; a tenth of the customers has a phone number only.
 */
export function planPeople(customers: number, from: number, random: Random): Person[] {
  const guests = Math.ceil(customers * 0.08);
  const prospects = Math.ceil(customers * 0.1);
  const strangers = Math.ceil(customers * 0.06);
  const kinds: Person["kind"][] = [
    ...Array.from({ length: customers }, () => "customer" as const),
    ...Array.from({ length: guests }, () => "guest" as const),
    ...Array.from({ length: prospects }, () => "prospect" as const),
    ...Array.from({ length: strangers }, () => "stranger" as const),
  ];
  return kinds.map((kind, index) => planPerson(kind, index, { from, random }));
}

function planPerson(kind: Person["kind"], index: number, { from, random }: { from: number; random: Random }): Person {
  const first = random.pick(FIRST_NAMES);
  const last = random.pick(LAST_NAMES);
  const reach = kind === "stranger" ? "none" : random.weighted(REACH);
  return {
    index,
    name: `${first} ${last}`,
    kind,
    shopifyId: kind === "customer" ? 7_100_400_000_000 + index * 11 : null,
    email: reach === "email" || reach === "both" ? emailOf(first, last, { index, random }) : null,
    phone: reach === "phone" || reach === "both" ? `+3161${String(1_000_000 + index * 97).padStart(7, "0")}` : null,
    knownSince: from - random.int(0, 400) * DAY,
  };
}

const REACH = [
  ["email", 55],
  ["both", 35],
  ["phone", 10],
] as const;

function emailOf(first: string, last: string, { index, random }: { index: number; random: Random }): string {
  const local = `${first}.${last}${index}`.toLowerCase();
  // An accent now and then: the same letter can be written as one code point or two.
  const accented = random.chance(0.02) ? local.replace("e", "é") : local;
  return `${accented}@${random.pick(MAIL_DOMAINS)}`;
}

/** The same address as somebody else would type it: other case, blanks around, a decomposed accent. */
export function rewriteEmail(email: string, random: Random): string {
  const [local = "", domain = ""] = email.split("@");
  return random.pick([
    email.toUpperCase(),
    `${local.charAt(0).toUpperCase()}${local.slice(1)}@${domain}`,
    ` ${email} `,
    `${email.normalize("NFD")}`,
    `${local}@${domain.toUpperCase()}`,
  ]);
}

/** A Dutch number the way people write it at home, for example "06 12 34 56 78". */
export function nationalPhone(e164: string): string {
  const digits = `0${e164.slice(3)}`;
  return `${digits.slice(0, 2)} ${digits.slice(2, 4)} ${digits.slice(4, 6)} ${digits.slice(6, 8)} ${digits.slice(8)}`;
}

/** Knows each person once a helpdesk, from the first time they write there. */
export class ContactBook {
  readonly #contacts = new Map<string, Contact>();
  readonly #random: Random;
  readonly #added = new Map<Helpdesk, number>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** The person's contact, made on first use; `social` contacts of strangers may carry an invented address. */
  contactOf(person: Person, helpdesk: Helpdesk): Contact {
    const key = `${helpdesk}/${person.index}`;
    const known = this.#contacts.get(key);
    if (known !== undefined) return known;
    const contact = this.add(helpdesk, this.#draft(person, helpdesk));
    this.#contacts.set(key, contact);
    return contact;
  }

  /** A contact with exactly the given keys, for special cases. */
  add(helpdesk: Helpdesk, draft: Omit<Contact, "helpdesk" | "id">): Contact {
    const added = this.#added.get(helpdesk) ?? 0;
    this.#added.set(helpdesk, added + 1);
    return { helpdesk, id: HELPDESK_TRAITS[helpdesk].firstContactId + added, ...draft };
  }

  #draft(person: Person, helpdesk: Helpdesk): Omit<Contact, "helpdesk" | "id"> {
    const random = this.#random;
    const { linkedShare, phones } = HELPDESK_TRAITS[helpdesk];
    const linked = person.shopifyId !== null && random.chance(linkedShare);
    const stranger = person.kind === "stranger";
    return {
      name: person.name,
      shopifyIds: linked && person.shopifyId !== null ? [person.shopifyId] : [],
      emails: this.#emailsOf(person),
      phones: phones ? this.#phonesOf(person) : [],
      inventedAddress: stranger && random.chance(0.5) ? inventedAddress(helpdesk, random) : null,
      foreignId: !linked && linkedShare > 0 && random.chance(0.1) ? `crm-${random.int(1000, 9999)}` : null,
      createdAt: person.knownSince,
    };
  }

  #emailsOf(person: Person): Key[] {
    if (person.email === null) return [];
    const random = this.#random;
    const fate = random.next();
    if (fate < 0.03 && person.phone !== null) return [];
    const value = fate < 0.08 ? `other.${person.email}` : person.email;
    return [{ value, written: random.chance(0.25) ? rewriteEmail(value, random) : value }];
  }

  #phonesOf(person: Person): Key[] {
    const random = this.#random;
    if (person.phone === null || (person.email !== null && random.chance(0.7))) return [];
    const written = random.chance(0.6) ? nationalPhone(person.phone) : person.phone;
    return [{ value: person.phone, written }];
  }
}

/** What stands in an e-mail field without being an address of anybody: README, "Invented addresses". */
function inventedAddress(helpdesk: Helpdesk, random: Random): string {
  const handle = random.int(10_000_000, 99_999_999);
  return random.pick([
    `instagram-${handle}@social.${helpdesk}.com`,
    `facebook-${handle}@social.${helpdesk}.com`,
    `whatsapp-${handle}@noreply.${helpdesk}.com`,
  ]);
}
