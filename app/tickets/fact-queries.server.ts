import type { Db } from "../platform/database.server.ts";
import type { Reply, TicketFacts } from "./ticket-facts.ts";
import { type ConnectionScope, type FactRow, IS_WANTED, wantedTickets } from "./ticket-queries.server.ts";
import { turnsOfFacts } from "./turns-of-facts.ts";

/** Takes the figures of these tickets away: they are about to be written anew, or not counted any more. */
export async function deleteFacts(tx: Db, scope: ConnectionScope, ids: readonly string[]): Promise<void> {
  const wanted = wantedTickets(scope, ids);
  await tx.$executeRaw`${wanted} delete from reply_fact t using wanted w where ${IS_WANTED}`;
  await tx.$executeRaw`${wanted} delete from turn_fact t using wanted w where ${IS_WANTED}`;
  await tx.$executeRaw`${wanted} delete from ticket_fact t using wanted w where ${IS_WANTED}`;
}

/** Writes facts of tickets that have none. Lists of instants travel as one text a ticket, in PostgreSQL's array notation. */
export async function insertFacts(tx: Db, scope: ConnectionScope, rows: readonly FactRow[]): Promise<void> {
  const facts = rows.map((row) => row.facts);
  await tx.$executeRaw`
    insert into ticket_fact (shop_id, connection_id, ticket_id, channel, created_at, inbound, identifiable, asked_at,
      first_human_reply_at, first_human_reply_agent_id, first_response_seconds, first_reply_at, first_response_any_seconds,
      closed_at, closer_id, resolution_seconds, human_replies_to_close, automated_replies_to_close, reopenings, message_count,
      waiting_since, closings, reopened, days)
    select ${scope.shopId}::uuid, ${scope.connectionId}::uuid, r.id, r.channel, r.created_at, r.inbound, r.identifiable, r.asked_at,
      r.human_at, r.human_by, r.response, r.reply_at, r.any_response, r.closed_at, r.closer, r.resolution, r.humans, r.automated,
      r.reopenings, r.messages, r.waiting, r.closings::timestamptz[], r.reopened::timestamptz[], r.days::date[]
    from unnest(
      ${rows.map((row) => row.ticketId)}::text[], ${rows.map((row) => row.channel)}::text[],
      ${rows.map((row) => row.createdAt)}::timestamptz[], ${facts.map((fact) => fact.inbound)}::bool[],
      ${rows.map((row) => row.identifiable)}::bool[], ${facts.map((fact) => fact.askedAt)}::timestamptz[],
      ${facts.map((fact) => fact.firstHumanReply?.at ?? null)}::timestamptz[],
      ${facts.map((fact) => fact.firstHumanReply?.agentId ?? null)}::text[],
      ${facts.map((fact) => fact.firstResponseSeconds)}::int[], ${facts.map((fact) => fact.firstReply?.at ?? null)}::timestamptz[],
      ${facts.map((fact) => fact.firstResponseAnySeconds)}::int[], ${facts.map((fact) => fact.closedAt)}::timestamptz[],
      ${facts.map((fact) => fact.closerId)}::text[], ${facts.map((fact) => fact.resolutionSeconds)}::int[],
      ${facts.map((fact) => fact.humanRepliesToClose)}::int[], ${facts.map((fact) => fact.automatedRepliesToClose)}::int[],
      ${facts.map((fact) => fact.reopenings)}::int[], ${facts.map((fact) => fact.messageCount)}::int[],
      ${facts.map((fact) => fact.waitingSince)}::timestamptz[], ${facts.map((fact) => arrayText(fact.closings))}::text[],
      ${facts.map((fact) => arrayText(fact.reopened))}::text[], ${rows.map((row) => `{${row.days.join(",")}}`)}::text[]
    ) as r(id, channel, created_at, inbound, identifiable, asked_at, human_at, human_by, response, reply_at, any_response, closed_at,
      closer, resolution, humans, automated, reopenings, messages, waiting, closings, reopened, days)`;
  await insertReplies(tx, scope, rows);
  await insertTurns(tx, scope, rows);
}

async function insertReplies(tx: Db, scope: ConnectionScope, rows: readonly FactRow[]): Promise<void> {
  const replies = rows.flatMap((row) => row.facts.replies.map((reply, ordinal) => ({ ...row, reply, ordinal })));
  const first = replies.map(({ facts, reply }) =>
    reply === facts.firstHumanReply ? facts.firstResponseSeconds : null,
  );
  const firstAny = replies.map(({ facts, reply }) =>
    reply === facts.firstReply ? facts.firstResponseAnySeconds : null,
  );
  await tx.$executeRaw`
    insert into reply_fact (shop_id, connection_id, ticket_id, channel, inbound, ordinal, replied_at, human, agent_id,
      response_seconds, waited_from, wait_started_at, asked_at, first_response_seconds, first_response_any_seconds)
    select ${scope.shopId}::uuid, ${scope.connectionId}::uuid, *
    from unnest(${replies.map((row) => row.ticketId)}::text[], ${replies.map((row) => row.channel)}::text[],
                ${replies.map((row) => row.facts.inbound)}::bool[], ${replies.map((row) => row.ordinal)}::int[],
                ${replies.map((row) => row.reply.at)}::timestamptz[], ${replies.map((row) => row.reply.human)}::bool[],
                ${replies.map((row) => row.reply.agentId)}::text[], ${replies.map((row) => row.reply.responseSeconds)}::int[],
                ${replies.map((row) => row.reply.waitedFrom)}::timestamptz[], ${replies.map((row) => row.reply.waitStartedAt)}::timestamptz[],
                ${replies.map(askedBefore)}::timestamptz[], ${first}::int[], ${firstAny}::int[])`;
}

/** The ticket's first question, where this reply was the first answer to it. */
function askedBefore({ facts, reply }: { facts: TicketFacts; reply: Reply }): Date | null {
  return reply === facts.firstHumanReply || reply === facts.firstReply ? facts.askedAt : null;
}

async function insertTurns(tx: Db, scope: ConnectionScope, rows: readonly FactRow[]): Promise<void> {
  const turns = rows.flatMap((row) => turnsOfFacts(row.facts).map((turn, ordinal) => ({ ...row, turn, ordinal })));
  if (turns.length === 0) return;
  await tx.$executeRaw`
    insert into turn_fact (shop_id, connection_id, ticket_id, ordinal, channel, inbound, turned_at, open_delta, waiting_delta)
    select ${scope.shopId}::uuid, ${scope.connectionId}::uuid, *
    from unnest(${turns.map((row) => row.ticketId)}::text[], ${turns.map((row) => row.ordinal)}::int[],
                ${turns.map((row) => row.channel)}::text[], ${turns.map((row) => row.facts.inbound)}::bool[],
                ${turns.map(({ turn }) => turn.at)}::timestamptz[], ${turns.map(({ turn }) => turn.openDelta)}::int[],
                ${turns.map(({ turn }) => turn.waitingDelta)}::int[])`;
}

function arrayText(instants: readonly Date[]): string {
  return `{${instants.map((instant) => `"${instant.toISOString()}"`).join(",")}}`;
}
