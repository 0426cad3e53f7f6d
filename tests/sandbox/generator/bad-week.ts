import { DateTime } from "luxon";
import { type Agent, type Contact, HOUR, MINUTE } from "./neutral-model.ts";
import type { ContactBook } from "./neutral-people.ts";
import { fromScript, type Staff, type TicketDraft } from "./neutral-tickets.ts";
import { TicketScript } from "./ticket-script.ts";

export interface BadWeekPlanning {
  now: number;
  zone: string;
  horizon: number;
  staff: Staff;
  contacts: ContactBook;
}

/** Enough for limits drawn from the twelve weeks before, with some to spare. */
const STABLE_WEEKS = 16;
const RATED_A_WEEK = 40;
/** Of forty answers in a usual week: 85 % are 4 or 5, their mean is 4.35. */
const USUAL = [5, 4, 5, 5, 3, 5, 4, 5, 5, 2, 5, 4, 5, 5, 4, 5, 5, 3, 4, 5];
/** Who answers the chats of the bad week: one agent most of them; the place among Gorgias' agents. */
export const BLAMED = 2;
const AGENTS = 4;
/** Tag of the chats that were rated badly. */
export const BAD_WEEK_TAG = "late-delivery";

/**
 * Steady ratings for sixteen weeks, and a last complete week (Monday to Sunday in the shop's zone) in which every chat is
 * rated 1 or 2, three fifths of them of one agent, while e-mail stays as it was. The week that runs is steady again.
 */
export function planBadWeek(planning: BadWeekPlanning): TicketDraft[] {
  const running = DateTime.fromMillis(planning.now, { zone: planning.zone }).startOf("week");
  return Array.from({ length: STABLE_WEEKS + 2 }, (_, weeksAgo) =>
    Array.from({ length: RATED_A_WEEK }, (__, index) =>
      ratedTicket(planning, { monday: running.minus({ weeks: weeksAgo }), index, isBad: weeksAgo === 1 }),
    ),
  )
    .flat()
    .filter((ticket) => ticket !== null);
}

interface Place {
  monday: DateTime;
  index: number;
  isBad: boolean;
}

/** Null where its answer would lie beyond the horizon. */
function ratedTicket(planning: BadWeekPlanning, { monday, index, isBad }: Place): TicketDraft | null {
  // Spread over Monday to Saturday, by day: all of it, the answer included, happens within the week.
  const createdAt = monday.plus({ days: index % 6, hours: 8 + (index % 7), minutes: (index * 13) % 60 }).toMillis();
  const answeredAt = createdAt + 4 * HOUR;
  if (answeredAt > planning.horizon) return null;
  const isChat = index % 2 === 0;
  const isBlamed = isBad && isChat && index % 5 < 3;
  const agent = agentOf(planning, isBlamed ? BLAMED : Math.floor(index / 2) % AGENTS);
  const script = new TicketScript("gorgias", createdAt, planning.horizon);
  script
    .customer()
    .wait(5 * MINUTE)
    .reply(agent)
    .wait(HOUR)
    .close({ kind: "agent", agent });
  const usual = USUAL[Math.floor(index / 2) % USUAL.length] ?? 5;
  return {
    ...fromScript(script, planning.horizon),
    contact: contactOf(planning.contacts, `${monday.toISODate()}.${index}`, createdAt),
    ...(isChat ? ({ vendorChannel: "chat", channel: "chat" } as const) : {}),
    assignee: agent,
    tags: [isBad && isChat ? BAD_WEEK_TAG : index % 4 < 2 ? "shipping" : "return"],
    rating: {
      offeredAt: answeredAt - HOUR,
      answers: [{ at: answeredAt, value: isBad && isChat ? 1 + (index % 4) / 2 : usual }],
      agent,
      changedInPlace: false,
    },
  };
}

function agentOf({ staff }: BadWeekPlanning, index: number): Agent {
  const agent = staff.agents.get("gorgias")?.[index];
  if (agent === undefined) throw new RangeError("the bad week needs agents at Gorgias");
  return agent;
}

function contactOf(contacts: ContactBook, name: string, createdAt: number): Contact {
  const email = `rated.${name}@example.com`;
  return contacts.add("gorgias", {
    name: `Rated ${name}`,
    shopifyIds: [],
    emails: [{ value: email, written: email }],
    phones: [],
    inventedAddress: null,
    foreignId: null,
    createdAt,
  });
}
