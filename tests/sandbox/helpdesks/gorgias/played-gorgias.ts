import type { Dataset, GorgiasRows, HelpdeskRows, ShopFile } from "../../dataset/dataset.ts";
import { ROW_FILES } from "../../dataset/row-schemas.ts";
import { gorgiasRows } from "../../generator/gorgias-rows.ts";
import type { PlayedHelpdesk, PlayOptions, RowIds } from "../played-helpdesk.ts";
import { idOf } from "../row-fields.ts";
import { GORGIAS_CHANNELS } from "./gorgias-channels.ts";
import { createGorgiasSimulator, GORGIAS_LIMITS } from "./gorgias-simulator.ts";

/** An account so wide that a first load takes seconds. */
const ROOMY = { requests: 2_000, windowSeconds: 20 };

export const playedGorgias: PlayedHelpdesk = {
  vendor: "gorgias",
  displayName: "Gorgias",
  hosts: ["gorgias.com"],
  files: {
    tickets: ROW_FILES.gorgias.tickets.schema,
    messages: ROW_FILES.gorgias.messages.schema,
    users: ROW_FILES.gorgias.users.schema,
    "satisfaction-surveys": ROW_FILES.gorgias.satisfactionSurveys.schema,
    events: ROW_FILES.gorgias.events.schema,
  },
  play,
  rowsOf: (planned) => gorgiasFiles(gorgiasRows(planned)),
  idsIn,
  channels: GORGIAS_CHANNELS,
};

function play(rows: HelpdeskRows, shop: ShopFile, options: PlayOptions) {
  const limits = options.limits === "roomy" ? { apiKey: ROOMY, oauth: ROOMY } : GORGIAS_LIMITS;
  const simulator = createGorgiasSimulator(accountOnly(rows, shop), { ...options, limits });
  const { subdomain, email, apiKey } = simulator.credentials;
  return {
    ...simulator,
    credentials: { subdomain, email, apiKey },
    wrongAccount: { subdomain: "nobody-has-this-name" },
    allowedPerSecond: limits.apiKey.requests / limits.apiKey.windowSeconds,
  };
}

function accountOnly(rows: HelpdeskRows, shop: ShopFile): Dataset {
  return { shop, orders: [], customers: [], gorgias: rowsByName(rows), zendesk: null, helpdesks: {}, truth: null };
}

/** The files of the folder as the simulator knows them. The lists are the same ones, so rows added later are in both. */
function rowsByName(files: HelpdeskRows): GorgiasRows {
  return {
    tickets: files.tickets ?? [],
    messages: files.messages ?? [],
    users: files.users ?? [],
    satisfactionSurveys: files["satisfaction-surveys"] ?? [],
    events: files.events ?? [],
  };
}

/** The account's rows by the names of their files; the lists stay the same ones. */
export function gorgiasFiles({ satisfactionSurveys, ...rows }: GorgiasRows): HelpdeskRows {
  return { ...rows, "satisfaction-surveys": satisfactionSurveys };
}

const MOVES: Record<string, string> = {
  "ticket-closed": "closed",
  "ticket-reopened": "open",
  "ticket-self-unsnoozed": "open",
  "ticket-merged": "merged",
  "ticket-deleted": "deleted",
};

function idsIn(files: HelpdeskRows): RowIds {
  const { tickets, messages, users, satisfactionSurveys, events } = rowsByName(files);
  const moves = events.flatMap((event) => {
    const to = MOVES[String(event.type)];
    const at = new Date(String(event.created_datetime)).toISOString();
    return to === undefined ? [] : `${idOf(event, "object_id")} ${at} ${to}`;
  });
  return {
    agents: users.map((user) => idOf(user)).sort(),
    tickets: tickets.map((ticket) => idOf(ticket)).sort(),
    messages: messages.map((message) => idOf(message)).sort(),
    statusChanges: [...new Set(moves)].sort(),
    ratings: satisfactionSurveys
      .filter((survey) => survey.score !== null)
      .map((survey) => idOf(survey))
      .sort(),
  };
}
