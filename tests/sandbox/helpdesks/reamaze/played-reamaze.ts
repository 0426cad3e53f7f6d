import { z } from "zod";
import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import type { PlayedHelpdesk, RowIds } from "../played-helpdesk.ts";
import { isJsonObject, textOf } from "../row-fields.ts";
import { REAMAZE_CHANNELS } from "./reamaze-channels.ts";
import { reamazeRows, slugOfTicket } from "./reamaze-rows.ts";
import { messageIdOf, reamazeAgentIdOf, slugOf } from "./reamaze-shapes.ts";
import { createReamazeSimulator } from "./reamaze-simulator.ts";

const instant = z.iso.datetime({ offset: true });
const slug = z.string().min(1);

export const playedReamaze: PlayedHelpdesk = {
  vendor: "reamaze",
  displayName: "Re:amaze",
  hosts: ["reamaze.io"],
  files: {
    conversations: z.looseObject({ slug, status: z.int(), created_at: instant }),
    messages: z.looseObject({ created_at: instant, conversation: z.looseObject({ slug }) }),
    staff: z.looseObject({ email: z.string().min(3) }),
  },
  play: createReamazeSimulator,
  rowsOf: reamazeRows,
  idsIn,
  channels: REAMAZE_CHANNELS,
  ticketIdOf: slugOfTicket,
  agentIdOf: ({ email }) => String(reamazeAgentIdOf(email)),
};

/** Staff who have left still stand in what they wrote and what is assigned to them. */
function idsIn({ conversations = [], messages = [], staff = [] }: HelpdeskRows): RowIds {
  const writers = messages.map(({ user }) => user).filter(isJsonObject);
  const people = writers.filter((user) => user["staff?"] === true && !isBot(user));
  const assignees = conversations.map(({ assignee }) => assignee).filter(isJsonObject);
  const agents = [...staff, ...people, ...assignees].map((row) => String(reamazeAgentIdOf(textOf(row, "email") ?? "")));
  return {
    agents: [...new Set(agents)].sort(),
    tickets: conversations.map(slugOf).sort(),
    messages: [...Map.groupBy(messages, messageIdOf)].flatMap(([id, together]) => numbered(id, together)).sort(),
    statusChanges: [],
    ratings: [],
  };
}

function isBot(user: JsonObject): boolean {
  return (textOf(user, "email") ?? "").endsWith("@bot.reamaze.com");
}

/** Messages of the same instant are told apart by a number. */
function numbered(id: string, together: readonly JsonObject[]): string[] {
  return together.map((_, index) => (index === 0 ? id : `${id}:${index + 1}`));
}
