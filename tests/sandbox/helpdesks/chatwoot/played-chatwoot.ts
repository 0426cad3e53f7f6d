import { z } from "zod";
import type { HelpdeskRows, ShopFile } from "../../dataset/dataset.ts";
import type { PlayedAccount, PlayedHelpdesk, PlayOptions, RowIds } from "../played-helpdesk.ts";
import { idOf, isJsonObject } from "../row-fields.ts";
import { CHATWOOT_CHANNELS } from "./chatwoot-channels.ts";
import { chatwootRows } from "./chatwoot-rows.ts";
import { CHATWOOT_LIMIT, createChatwootSimulator } from "./chatwoot-simulator.ts";

/** So much that a first load takes seconds. */
const ROOMY = { requests: 1_000_000, windowSeconds: 60 };

const id = z.union([z.number(), z.string().regex(/^\d+$/)]);
const seconds = z.number();

export const playedChatwoot: PlayedHelpdesk = {
  vendor: "chatwoot",
  displayName: "Chatwoot",
  // Installations may be anywhere; the one that is played is chat.<shop>.example.
  hosts: ["example"],
  files: {
    conversations: z.object({ id, status: z.string(), created_at: seconds }),
    messages: z.object({ id, conversation_id: id, message_type: z.int().min(0).max(3), created_at: seconds }),
    agents: z.object({ id }),
    "agent-bots": z.object({ id }),
    // The number that the account shows stands beside the vendor's own fields, whose conversation_id is an internal one.
    "reporting-events": z.object({ id, conversation_display_id: id, name: z.string(), event_end_time: z.string() }),
    "csat-survey-responses": z.object({ id, conversation_id: id, rating: z.number(), created_at: seconds }),
  },
  play,
  rowsOf: chatwootRows,
  idsIn,
  channels: CHATWOOT_CHANNELS,
};

function play(rows: HelpdeskRows, shop: ShopFile, options: PlayOptions): PlayedAccount {
  const limit = options.limits === "roomy" ? ROOMY : CHATWOOT_LIMIT;
  const simulator = createChatwootSimulator(rows, shop, { clock: options.clock, limit, send: options.send });
  return {
    ...simulator,
    credentials: { ...simulator.credentials },
    wrongAccount: { host: "https://chat.nobody-lives-here.example" },
    allowedPerSecond: limit.requests / limit.windowSeconds,
  };
}

function idsIn(files: HelpdeskRows): RowIds {
  const messages = files.messages ?? [];
  const answers = files["csat-survey-responses"] ?? [];
  const senders = messages.flatMap(({ sender }) => (isJsonObject(sender) ? [sender] : []));
  const authors = [
    ...(files.agents ?? []).map((agent) => idOf(agent)),
    ...(files["agent-bots"] ?? []).map((bot) => `bot-${idOf(bot)}`),
    ...senders.flatMap((sender) => (sender.type === "user" ? idOf(sender) : [])),
  ];
  return {
    agents: [...new Set(authors)].sort(),
    tickets: (files.conversations ?? []).map((row) => idOf(row)).sort(),
    messages: messages.flatMap((row) => (isSaid(row) ? idOf(row) : [])).sort(),
    statusChanges: movesIn(files).sort(),
    ratings: answers.map((answer) => idOf(answer, "message_id")).sort(),
  };
}

/** Lines tell what happened, and a survey's form asks for something: neither is a message. */
function isSaid(row: Record<string, unknown>): boolean {
  return row.message_type !== 2 && row.content_type !== "input_csat";
}

const SIDES: Record<string, "closed" | "open"> = { conversation_resolved: "closed", conversation_opened: "open" };

/** Every move to the other side; a snoozed conversation that is woken up was open all the time. */
function movesIn(files: HelpdeskRows): string[] {
  const events = (files["reporting-events"] ?? []).filter(({ name }) => SIDES[String(name)] !== undefined);
  const moves: string[] = [];
  for (const [ticketId, own] of Map.groupBy(events, (event) => idOf(event, "conversation_display_id"))) {
    let side = "open";
    for (const event of own.sort(
      (a, b) => Date.parse(String(a.event_end_time)) - Date.parse(String(b.event_end_time)),
    )) {
      const to = SIDES[String(event.name)] ?? side;
      if (to !== side) moves.push(`${ticketId} ${new Date(String(event.event_end_time)).toISOString()} ${to}`);
      side = to;
    }
  }
  return moves;
}
