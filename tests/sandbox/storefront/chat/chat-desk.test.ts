import { expect, test } from "vitest";
import { generateDataset } from "../../generator/generate-dataset.ts";
import { HELPDESK_TRAITS } from "../../generator/helpdesk-traits.ts";
import { playedHelpdesk } from "../../helpdesks/played-helpdesks.ts";
import { rowsOfHelpdesk } from "../../helpdesks/rows-of-helpdesk.ts";
import { isObject } from "../../shopify/values.ts";
import type { JsonObject } from "../../simulator.ts";
import { makeChatDesk } from "./chat-desk.ts";

const dataset = generateDataset({ tickets: 300, customers: 160 });
const clock = () => new Date(dataset.shop.now ?? "");
const VENDORS = { "gorgias-chat": "gorgias", "zendesk-messaging": "zendesk", intercom: "intercom" } as const;
const OTHERS = { reamaze: "reamaze", chatwoot: "chatwoot", "help-scout-beacon": "helpscout" } as const;

test("what is said in a chat becomes a chat ticket of its helpdesk, answered and closed by an agent", async () => {
  for (const [widget, vendor] of Object.entries({ ...VENDORS, ...OTHERS })) {
    const { account, chats } = deskOf(vendor);
    const [customer = {}] = dataset.customers;
    const first = await chats.say(widget, { text: "Where is it?", conversation: null, customer });
    const second = await chats.say(widget, { text: "Thanks", conversation: first.conversation, customer });
    expect(second.conversation, vendor).toBe(first.conversation);
    chats.end(widget, first.conversation);
    chats.end(widget, first.conversation);
    expect(chats.held(), vendor).toMatchObject([{ widget, conversation: first.conversation, isEnded: true }]);
    expect(() => account.addMessage(first.conversation, { by: "note" }), vendor).not.toThrow();
  }
}, 30_000);

test("the ticket is the agent's and the customer's, by chat", async () => {
  const { account, chats } = deskOf("gorgias");
  const [customer = {}] = dataset.customers;
  const { conversation } = await chats.say("gorgias-chat", { text: "Hello", conversation: null, customer });
  const answer = await account.handle(
    new Request(`https://canal-house.gorgias.com/api/tickets/${conversation}`, {
      headers: { authorization: `Basic ${btoa("owner@canal-house.example:gorgias-key")}` },
    }),
  );
  const ticket: unknown = await answer.json();
  expect(ticket).toMatchObject({ channel: "chat", assignee_user: { id: HELPDESK_TRAITS.gorgias.firstAgentId } });
  expect(isObject(ticket) && isObject(ticket.customer) ? ticket.customer.email : null).toBe(emailIn(customer));
});

test("a chat that is tied to a ticket goes on in it, and one of a helpdesk that nobody plays has its own number", async () => {
  const { chats } = deskOf("gorgias");
  chats.choose("gorgias-chat", { conversation: String(dataset.gorgias?.tickets[0]?.id) });
  const tied = chats.told("gorgias-chat").conversation;
  const said = await chats.say("gorgias-chat", { text: "Me again", conversation: String(tied), customer: null });
  expect(said.conversation).toBe(String(tied));
  chats.choose("tidio");
  expect((await chats.say("tidio", { text: "Hi", conversation: null, customer: null })).conversation).toMatch(/^\d+$/);
  expect(() => chats.choose("smoke-signals")).toThrow(RangeError);
});

function deskOf(vendor: string) {
  const rows = rowsOfHelpdesk(dataset, vendor);
  if (!rows) throw new Error(`no rows of ${vendor}`);
  const account = playedHelpdesk(vendor).play(rows, dataset.shop, { clock, limits: "roomy" });
  return { account, chats: makeChatDesk(dataset, new Map([[vendor, account]])) };
}

function emailIn(customer: JsonObject): unknown {
  return isObject(customer.defaultEmailAddress) ? customer.defaultEmailAddress.emailAddress : null;
}
