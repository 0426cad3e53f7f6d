import { type ChannelFamilies, drawChannel } from "./channels.ts";
import { HELPDESK_TRAITS } from "./helpdesk-traits.ts";
import {
  type Agent,
  type Contact,
  DAY,
  type Exclusion,
  type Helpdesk,
  HOUR,
  MINUTE,
  type Ticket,
} from "./neutral-model.ts";
import { planRating } from "./neutral-ratings.ts";
import type { Random } from "./random.ts";
import { endlessChat, SCENARIOS, type Scenario, type Scene } from "./scenarios.ts";
import { TicketScript } from "./ticket-script.ts";

/** A ticket before it has its number: numbers follow the order of creation once all are planned. */
export type TicketDraft = Omit<Ticket, "id" | "exclusion"> & {
  exclusion: Omit<NonNullable<Ticket["exclusion"]>, "mergedInto"> | null;
  /** Set only where a special case needs this very id. */
  fixedId: number | null;
};

export interface Staff {
  /** Humans still at work, by helpdesk. */
  agents: ReadonlyMap<Helpdesk, Agent[]>;
  /** Account under which Gorgias' AI agent writes. */
  robot: Agent;
}

export interface TicketPlanning {
  helpdesk: Helpdesk;
  contact: Contact | null;
  createdAt: number;
  horizon: number;
  staff: Staff;
  random: Random;
  /** How the helpdesk writes the channels. */
  channels: ChannelFamilies;
  /** One of the few that outgrow any page. */
  endless: boolean;
}

/** One ticket of the crowd, from its first entry to its rating. */
export function planTicket(planning: TicketPlanning): TicketDraft {
  const { helpdesk, contact, random, staff, createdAt, horizon, endless } = planning;
  const { vendorChannel, channel } = endless
    ? { vendorChannel: "chat", channel: "chat" as const }
    : drawChannel(planning.channels, contact, random);
  const script = new TicketScript(helpdesk, createdAt, horizon);
  const colleagues = staff.agents.get(helpdesk) ?? [];
  const agent = random.pick(colleagues);
  const scene: Scene = {
    script,
    random,
    agent,
    colleague: random.pick(colleagues),
    pace: channel === "chat" ? 2 * MINUTE : random.pick([40 * MINUTE, 3 * HOUR, 9 * HOUR]),
    robot: helpdesk === "gorgias" && random.chance(0.5) ? staff.robot : null,
  };
  const scenario: Scenario = endless ? endlessChat : random.weighted(SCENARIOS);
  scenario(scene);
  return finish(script, { contact, vendorChannel, channel, agent, planning });
}

interface Finishing {
  contact: Contact | null;
  vendorChannel: string;
  channel: Ticket["channel"];
  agent: Agent;
  planning: TicketPlanning;
}

function finish(script: TicketScript, { contact, vendorChannel, channel, agent, planning }: Finishing): TicketDraft {
  const { random, helpdesk } = planning;
  const answered = script.entries.some((entry) => entry.by === "agent");
  const snoozed = script.status === "snoozed";
  const ticket: TicketDraft = {
    ...fromScript(script, planning.horizon),
    contact,
    ...(isOpenedByAgentAtZendesk(script)
      ? { vendorChannel: "web", channel: "contact-form" }
      : { vendorChannel, channel }),
    // Some teams take the assignee off when they close; a ticket that nobody touched mostly has none.
    assignee: random.chance(answered ? 0.93 : 0.3) ? agent : null,
    snoozedUntil: snoozed ? planning.horizon + random.int(1, 6) * DAY : null,
    tags: drawTags(random),
  };
  ticket.exclusion = drawExclusion(ticket, { helpdesk, random, horizon: planning.horizon });
  ticket.rating = planRating(ticket, planning.horizon, random);
  return ticket;
}

/** Zendesk gives a ticket that an agent opens the channel of the interface it was opened in. */
function isOpenedByAgentAtZendesk({ helpdesk, entries }: TicketScript): boolean {
  return helpdesk === "zendesk" && entries[0]?.by === "agent";
}

/** A ticket that holds what the script tells and nothing else. Zendesk's own timer closes solved tickets for good. */
export function fromScript(script: TicketScript, horizon: number): TicketDraft {
  if (script.helpdesk === "zendesk") archive(script, horizon);
  return {
    helpdesk: script.helpdesk,
    fixedId: null,
    caseName: null,
    contact: null,
    vendorChannel: "email",
    channel: "email",
    createdAt: script.createdAt,
    initialStatus: script.initialStatus,
    entries: script.entries,
    changes: script.changes,
    assignee: null,
    snoozedUntil: null,
    exclusion: null,
    rating: null,
    tags: [],
    touchedAt: null,
  };
}

function archive(script: TicketScript, horizon: number): void {
  const last = script.changes.at(-1);
  if (last === undefined || last.to !== "solved") return;
  // Timers run once an hour.
  const at = Math.ceil((last.at + 4 * DAY) / HOUR) * HOUR;
  if (at <= horizon) script.changes.push({ at, to: "closed", by: { kind: "automation" } });
}

const TAGS = ["shipping", "return", "size", "discount", "invoice", "damaged", "pre-sale", "wholesale"];

function drawTags(random: Random): string[] {
  const count = random.weighted([
    [0, 30],
    [1, 45],
    [2, 25],
  ]);
  return [...new Set(Array.from({ length: count }, () => random.pick(TAGS)))];
}

interface ExclusionDraw {
  helpdesk: Helpdesk;
  random: Random;
  horizon: number;
}

function drawExclusion(ticket: TicketDraft, { helpdesk, random, horizon }: ExclusionDraw): TicketDraft["exclusion"] {
  const { exclusions } = HELPDESK_TRAITS[helpdesk];
  const excluded = exclusions.reduce((sum, [, weight]) => sum + weight, 0);
  const reason = random.weighted<Exclusion | null>([[null, 1000 - excluded], ...exclusions]);
  const at = lastActivityOf(ticket) + random.int(1, 600) * MINUTE;
  return reason === null || at > horizon ? null : { reason, at: Math.floor(at / 1000) * 1000 };
}

/** Time of the last entry or status change. */
export function lastActivityOf(ticket: Pick<Ticket, "createdAt" | "entries" | "changes">): number {
  return Math.max(ticket.createdAt, ticket.entries.at(-1)?.at ?? 0, ticket.changes.at(-1)?.at ?? 0);
}
