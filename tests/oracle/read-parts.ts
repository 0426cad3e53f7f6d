import { DateTime } from "luxon";
import type { Figure } from "../../app/metrics/figure.ts";
import type { KpiId } from "../../app/metrics/kpi-book.ts";
import type { DistributionClass } from "../../app/metrics/kpi-report.ts";
import type { Distribution } from "../../app/metrics/measures.ts";
import { CHANNELS } from "../../app/tickets/ticket.ts";
import { type KpiEvents, type KpiOptions, readEvents, secondsOf } from "./kpi-events.ts";
import { NO_CONNECTION } from "./model.ts";
import type { ModelAgent, ModelFilter, Place } from "./population.ts";
import type { ShopReading } from "./read-figures.ts";
import { readKpis } from "./read-kpis.ts";
import type { Days } from "./shop-clock.ts";

const HOUR = 3600;

/** One helpdesk (its index), channel or agent, and its figures. */
export interface PartReading {
  /** The connection's index (also `NO_CONNECTION`), the channel, "index/agentId", or "" for nobody. */
  key: string;
  connection: number | null;
  /** Null is nobody where parts are agents. */
  agent: ModelAgent | null;
  figures: Record<KpiId, Figure>;
}

/**
 * The figures of every helpdesk, channel or agent that occurs anywhere in the shop and that the filter admits, also where
 * nothing happened on the days. A part that is left out because nothing ever happened in it is blank.
 */
export function readParts(
  reading: ShopReading,
  days: Days,
  by: "helpdesk" | "channel" | "agent",
  options: KpiOptions,
): PartReading[] {
  const part = (
    key: string,
    filter: ModelFilter,
    agent: ModelAgent | null = null,
    connection: number | null = null,
  ) => ({
    ...{ key, agent, connection },
    figures: readKpis(reading, days, { ...options, filter: { ...options.filter, ...filter } }),
  });
  const { connections, channels, agents } = options.filter;
  switch (by) {
    case "helpdesk":
      return among(connections, [...reading.shop.connections.keys(), NO_CONNECTION]).map((connection) =>
        part(String(connection), { connections: [connection] }, null, connection),
      );
    case "channel": {
      const occurring = new Set([...reading.shop.tickets, ...placesOf(reading)].map(({ channel }) => channel));
      return among(
        channels,
        CHANNELS.filter((channel) => occurring.has(channel)),
      ).map((channel) => part(channel, { channels: [channel] }));
    }
    case "agent":
      return (agents && agents.length > 0 ? agents : [...agentsOf(reading), null]).map((agent) =>
        part(agent ? `${agent.connection}/${agent.agentId}` : "", { agents: [agent] }, agent, agent?.connection),
      );
  }
}

function among<Value>(wanted: readonly unknown[] | undefined, values: readonly Value[]): readonly Value[] {
  return wanted && wanted.length > 0 ? values.filter((value) => wanted.includes(value)) : values;
}

/** Whoever is named anywhere, whether or not the helpdesk still lists them. */
function agentsOf({ shop }: ShopReading): ModelAgent[] {
  const named = shop.tickets.flatMap((ticket) => {
    const ids = [
      ticket.assigneeId,
      ticket.rating?.agentId ?? null,
      ...ticket.messages.map((message) => message.agentId),
      ...ticket.changes.map((change) => change.byAgentId),
    ];
    return ids.flatMap((agentId) => (agentId === null ? [] : { connection: ticket.connection, agentId }));
  });
  const listed = shop.connections.flatMap(({ agents }, connection) =>
    agents.map(({ agentId }) => ({ connection, agentId })),
  );
  const surveyed = shop.surveys.flatMap(({ ticket, agentId }) =>
    ticket && agentId !== null ? { connection: ticket.connection, agentId } : [],
  );
  return [
    ...Map.groupBy(
      [...listed, ...named, ...surveyed],
      ({ connection, agentId }) => `${connection}/${agentId}`,
    ).values(),
  ].flatMap(([first]) => first ?? []);
}

function placesOf({ surveys }: ShopReading): Place[] {
  return surveys.map(({ ticket }) => ticket);
}

/** Whether nothing was counted: no value, or a value of 0, and no n. */
export function isBlank(figures: Record<KpiId, Figure>): boolean {
  return Object.values(figures).every(({ value, n }) => !value && !n);
}

/** Tickets created by wall-clock hour: 7 days from Monday, 24 hours each; null under a filter by agent. */
export function readBusiestHours(reading: ShopReading, days: Days, options: KpiOptions): number[][] | null {
  if (options.filter.agents && options.filter.agents.length > 0) return null;
  const counts = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { ticket } of readEvents(reading, days, options).created) {
    const { weekday, hour } = DateTime.fromJSDate(ticket.createdAt, { zone: reading.shop.timeZone });
    const row = counts[weekday - 1];
    if (row) row[hour] = (row[hour] ?? 0) + 1;
  }
  return counts;
}

/** How many of the days' durations lie in each class; null by business hours that nobody has set. */
export function readDistribution(
  reading: ShopReading,
  days: Days,
  distribution: Exclude<Distribution, "messages">,
  options: KpiOptions,
): DistributionClass[] | null {
  const events = readEvents(reading, days, options);
  const seconds = secondsOf(events, spansOf(events)[distribution]);
  const edges = [0, 1 * HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR];
  if (seconds === null) return null;
  return edges.map((from, index) => {
    const to = edges[index + 1] ?? null;
    return { from, to, count: seconds.filter((value) => value >= from && (to === null || value < to)).length };
  });
}

function spansOf(events: KpiEvents) {
  return {
    first_response: events.firstResponses,
    first_any_response: events.firstAnyResponses,
    response: events.responses,
    resolution: events.resolutions,
  };
}

/** How many of the days' five-point answers gave each score. */
export function readCsatDistribution(
  reading: ShopReading,
  days: Days,
  options: KpiOptions,
): Record<1 | 2 | 3 | 4 | 5, number> {
  const { scores } = readEvents(reading, days, options);
  const given = (wanted: number) => scores.filter((score) => score === wanted).length;
  return { 1: given(1), 2: given(2), 3: given(3), 4: given(4), 5: given(5) };
}
