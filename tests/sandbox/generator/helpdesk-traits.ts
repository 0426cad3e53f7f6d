import { type Exclusion, type Helpdesk, SECOND, type Status } from "./neutral-model.ts";

/** What can happen at a helpdesk, and what it will tell of it; planning and the known truth both keep to it. */
export interface HelpdeskTraits {
  /** Its share of the crowd's tickets. */
  share: number;
  firstTicketId: number;
  firstContactId: number;
  firstAgentId: number;
  agents: readonly string[];
  /** Milliseconds between two instants that it can tell apart. */
  grain: number;
  initialStatus: Status;
  /**
   * Where a ticket is its own first message, that one comes at the ticket's creation: from anybody, or from a person
   * (`person`) with a customer's standing in where a bot or a note would have come first.
   */
  opensWith: "anything" | "message" | "person";
  /** What an agent's or a timer's closing makes of a ticket, and what setting it aside does. */
  closedStatus: "solved" | "closed";
  parkedStatus: "snoozed" | "hold" | "pending";
  /** A closing told in one go with the reply; elsewhere it is written down this many milliseconds later. */
  closesAfterMilliseconds: number;
  /** Every closing and reopening, the last closing only, or not even that. */
  history: "full" | "latest" | "none";
  /** Tells who closed. */
  closer: boolean;
  /** Tells bots' and rules' messages from people's; elsewhere none are planned. */
  automation: boolean;
  /** Fates of a message that never reached the customer. */
  undelivered: readonly ("failed" | "deleted")[];
  ratings: "five-point" | "three-point" | "two-point" | null;
  /** Chance out of a thousand that a ticket ends like this. */
  exclusions: readonly (readonly [Exclusion, number])[];
  /** Keeps the shopper's phone number; links contacts with the shop's customers, this share of them. */
  phones: boolean;
  linkedShare: number;
  /** So many old tickets get one bulk edit. */
  touchedInBulk: number;
}

type OfEachItsOwn = "share" | "firstTicketId" | "firstContactId" | "firstAgentId" | "agents" | "exclusions";

const USUAL: Omit<HelpdeskTraits, OfEachItsOwn> = {
  grain: SECOND,
  initialStatus: "open",
  opensWith: "anything",
  closedStatus: "closed",
  parkedStatus: "snoozed",
  closesAfterMilliseconds: 0,
  history: "full",
  closer: true,
  automation: true,
  undelivered: [],
  ratings: "five-point",
  phones: true,
  linkedShare: 0.25,
  touchedInBulk: 60,
};

export const HELPDESK_TRAITS: Record<Helpdesk, HelpdeskTraits> = {
  gorgias: {
    ...USUAL,
    share: 44,
    firstTicketId: 10_000_001,
    firstContactId: 402_100_001,
    firstAgentId: 480_211,
    agents: [
      ...["Mara Lindqvist", "Tobias Renner", "Ines Carvalho", "Jonas Bergfeld"],
      ...["Sam Okafor", "Priya Nandan", "Lucie Marchal", "Owen Tran"],
    ],
    grain: 1,
    closesAfterMilliseconds: 340,
    undelivered: ["deleted", "failed", "failed"],
    exclusions: [
      ["spam", 22],
      ["trashed", 16],
      ["merged", 16],
      ["deleted", 10],
    ],
    linkedShare: 0.4,
    touchedInBulk: 300,
  },
  zendesk: {
    ...USUAL,
    share: 26,
    firstTicketId: 8_900,
    firstContactId: 39_200_000_001,
    firstAgentId: 39_100_000_211,
    agents: ["Sam Okafor", "Hilde Brandsma", "Rafael Ortega", "Nadia Haddad", "Pieter Wolters", "Greta Holm"],
    initialStatus: "new",
    closedStatus: "solved",
    parkedStatus: "hold",
    ratings: "two-point",
    exclusions: [
      ["merged", 20],
      ["deleted", 15],
    ],
    touchedInBulk: 1_200,
  },
  freshdesk: {
    ...USUAL,
    share: 6,
    firstTicketId: 501,
    firstContactId: 67_038_000_001,
    firstAgentId: 67_021_000_101,
    agents: ["Yusuf Demir", "Clara Winther", "Marco Bellini"],
    opensWith: "person",
    closedStatus: "solved",
    parkedStatus: "pending",
    history: "latest",
    closer: false,
    undelivered: ["failed"],
    ratings: "three-point",
    exclusions: [
      ["spam", 25],
      ["deleted", 15],
    ],
  },
  intercom: {
    ...USUAL,
    share: 8,
    firstTicketId: 215_474_000_001,
    firstContactId: 310_000_001,
    firstAgentId: 8_810_011,
    agents: ["Noemi Castel", "Arne Falk", "Joyce Amadi", "Leo Santini"],
    opensWith: "message",
    exclusions: [["deleted", 15]],
  },
  helpscout: {
    ...USUAL,
    share: 6,
    firstTicketId: 2_910_000_001,
    firstContactId: 710_400_001,
    firstAgentId: 661_011,
    agents: ["Petra Vogel", "Hugo Lambert", "Alice Moreau"],
    parkedStatus: "pending",
    ratings: "three-point",
    phones: false,
    linkedShare: 0,
    exclusions: [
      ["spam", 25],
      ["merged", 16],
      ["deleted", 12],
    ],
  },
  reamaze: {
    ...USUAL,
    share: 4,
    firstTicketId: 3_001,
    firstContactId: 52_001,
    firstAgentId: 901,
    agents: ["Tamar Levi", "Sven Ulrich"],
    grain: 1,
    parkedStatus: "hold",
    history: "none",
    closer: false,
    automation: false,
    ratings: null,
    exclusions: [["spam", 25]],
    phones: false,
    linkedShare: 0,
  },
  chatwoot: {
    ...USUAL,
    share: 6,
    firstTicketId: 1,
    firstContactId: 9_001,
    firstAgentId: 41,
    agents: ["Rosa Delgado", "Emil Novak", "Kofi Mensah"],
    undelivered: ["failed", "deleted"],
    exclusions: [["deleted", 12]],
  },
};
