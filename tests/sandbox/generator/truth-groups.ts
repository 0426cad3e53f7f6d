import { type Helpdesk, type NeutralDataset, refundedOf, type Ticket } from "./neutral-model.ts";
import { type Credit, earliestCredit, netOf } from "./truth-credits.ts";
import { type RateFigure, share } from "./truth-statistics.ts";
import { isIdentifiable } from "./truth-ticket.ts";

export interface Money {
  attributed_orders: number;
  attributed_revenue_gross: number;
  attributed_revenue_refunded: number;
  attributed_revenue_net: number;
}

/** What an agent earned: a ticket counts for the agent of its earliest order, revenue stays with each order's own. */
export interface AgentTruth extends Money {
  agentId: string | null;
  helpdesk: Helpdesk | null;
  tickets_converted: number;
}

/** What the tickets of one channel or helpdesk earned. */
export interface GroupTruth extends Money {
  tickets_created: number;
  tickets_converted: number;
  conversion_rate: RateFigure;
}

/** What a set of credits is worth, in minor units. */
export function moneyOf(credits: readonly Credit[]): Money {
  const sum = (amount: (credit: Credit) => number) => credits.reduce((total, credit) => total + amount(credit), 0);
  return {
    attributed_orders: credits.length,
    attributed_revenue_gross: sum(({ order }) => order.total),
    attributed_revenue_refunded: sum(({ order }) => refundedOf(order)),
    attributed_revenue_net: sum(({ order }) => netOf(order)),
  };
}

/** Tickets that earned at least one order. */
export function convertedOf(credits: readonly Credit[]): number {
  return new Set(credits.map((credit) => credit.ticket)).size;
}

/** Credits by agent label, in the order of the labels. */
export function byAgent(credits: readonly Credit[], dataset: NeutralDataset): Record<string, AgentTruth> {
  const groups = Map.groupBy(credits, (credit) => agentLabel(credit, dataset));
  const perTicket = [...Map.groupBy(credits, (credit) => credit.ticket).values()];
  const converting = perTicket.flatMap((ofTicket) => earliestCredit(ofTicket) ?? []);
  return Object.fromEntries(
    [...groups].sort().map(([label, own]) => [
      label,
      {
        agentId: own[0]?.agent?.id.toString() ?? null,
        helpdesk: own[0]?.agent?.helpdesk ?? null,
        tickets_converted: converting.filter((credit) => agentLabel(credit, dataset) === label).length,
        ...moneyOf(own),
      },
    ]),
  );
}

/** The agent's name, with the helpdesk behind it where somebody of that name works in both. */
export function agentLabel({ agent }: Pick<Credit, "agent">, { agents }: Pick<NeutralDataset, "agents">): string {
  if (agent === null) return "Automation";
  const namesakes = agents.filter((other) => other.name === agent.name);
  return namesakes.length > 1 ? `${agent.name} (${agent.helpdesk})` : agent.name;
}

/** Tickets created and what they earned, by any property of the ticket. */
export function byGroup<Group extends string>(
  created: readonly Ticket[],
  credits: readonly Credit[],
  groupOf: (ticket: Ticket) => Group,
): Partial<Record<Group, GroupTruth>> {
  const groups: Partial<Record<Group, GroupTruth>> = {};
  for (const [group, tickets] of [...Map.groupBy(created, groupOf)].sort()) {
    const own = credits.filter((credit) => groupOf(credit.ticket) === group);
    const identifiable = tickets.filter(isIdentifiable).length;
    const converted = convertedOf(own);
    groups[group] = {
      tickets_created: tickets.length,
      tickets_converted: converted,
      conversion_rate: { value: share(converted, identifiable), n: identifiable },
      ...moneyOf(own),
    };
  }
  return groups;
}
