import type { HelpdeskAdapter } from "../../app/helpdesks/adapter.ts";
import { generateDataset } from "../sandbox/generator/generate-dataset.ts";
import { type Helpdesk, PLANNED_HELPDESKS } from "../sandbox/generator/neutral-model.ts";
import {
  type AccountUnderTest,
  AT,
  MINUTE,
  openAccount,
  readFully,
  readRound,
  startsOfRound,
} from "./account-under-test.ts";
import { keepPage } from "./arrived.ts";

/** A request that an adapter made, and the simulator's answer to it. */
export interface Exchange {
  method: string;
  path: string;
  requestHeaders: Headers;
  status: number;
  body: unknown;
}

/** Everything that an adapter asks for: connecting, a first load, a round after some changes, and single tickets. */
export async function exchangesOf(adapter: HelpdeskAdapter): Promise<Exchange[]> {
  const helpdesks = PLANNED_HELPDESKS.filter((planned): planned is Helpdesk => planned === adapter.vendor);
  // The seed is one that leaves a ticket snoozed, which not every sample does.
  const account = openAccount(adapter, { dataset: generateDataset({ seed: 1, tickets: 260, helpdesks }), at: AT });
  const exchanges = keepExchanges(account);
  await adapter.verify(account.http);
  const starts = startsOfRound(account, account.now());
  await readFully(account);
  account.pass(2 * MINUTE);
  const deleted = changeThings(account);
  account.pass(5 * MINUTE);
  await readRound(account, starts);
  await readAlone(account, deleted);
  await adapter.countTickets?.(account.http, {
    from: new Date(account.now().getTime() - 900 * MINUTE),
    to: account.now(),
  });
  return exchanges;
}

function keepExchanges({ simulator }: AccountUnderTest): Exchange[] {
  const exchanges: Exchange[] = [];
  const answer = simulator.handle;
  simulator.handle = async (request) => {
    const response = await answer(request);
    const text = await response.clone().text();
    exchanges.push({
      ...{ method: request.method, path: new URL(request.url).pathname, requestHeaders: request.headers },
      ...{ status: response.status, body: text === "" ? null : JSON.parse(text) },
    });
    return response;
  };
  return exchanges;
}

/** Gives the ticket that was deleted. */
function changeThings({ simulator, arrived }: AccountUnderTest): string {
  const open = [...arrived.tickets.values()].filter(({ isOpen, excluded }) => isOpen && excluded === null);
  const [first = "", second = "", third = ""] = open.map(({ ticketId }) => ticketId);
  const human = [...arrived.agents.values()].find(({ kind, active }) => kind === "human" && active);
  const agentId = Number(human?.agentId);
  simulator.addTicket({ customer: { email: "someone.new@example.com" } });
  simulator.addMessage(first, { by: "agent", agentId });
  simulator.addMessage(first, { by: "note", agentId });
  simulator.closeTicket(first, { by: "agent", agentId });
  simulator.closeTicket(second, { by: "automation" });
  simulator.reopenTicket(second, { by: "customer" });
  simulator.rate(first, 4);
  simulator.deleteTicket(third);
  return third;
}

async function readAlone({ adapter, http, arrived, now }: AccountUnderTest, deleted: string): Promise<void> {
  const some = [...arrived.tickets.keys()].filter((_, index) => index % 20 === 0);
  for (const ticketId of [...some, deleted]) {
    const rows = await adapter.fetchTicket(http, { ticketId, agents: arrived.agents, now: now() });
    if (rows) keepPage({ ...rows, cursor: null, done: true, reachedAt: null }, arrived);
  }
}
