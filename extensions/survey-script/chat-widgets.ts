import { keep, recall, visit } from "./storage.ts";
import type { Subject } from "./subject.ts";

type Listen = (event: string, heard: (detail?: unknown) => void) => void;

/** A chat widget's interface as its vendor documents it: a function of commands, or an object with methods. */
interface WidgetApi {
  (...command: unknown[]): void;
  on: Listen;
  init(): Promise<unknown>;
}

type Globals = Partial<Record<"GorgiasChat" | "zE" | "Intercom" | "Beacon" | "tidioChatApi", WidgetApi>>;

type ChatWidget = readonly [
  name: string,
  /** The helpdesk that its conversations become tickets of; null where it is none that the app knows. */
  vendor: string | null,
  /** How to listen to it; undefined as long as it has not loaded. */
  listener: (globals: Globals) => Listen | undefined,
  /** Events, with spaces between, of a conversation that really takes place; a count of 0 unread messages is none. */
  said: string,
  /** Events at which it is over; only after something was said, so an empty chat is never asked about. */
  over: string,
  /** Where the vendor is silent about messages in an open window: the event of its opening. */
  opened?: string,
];

/** A window open for so long counts as a conversation, where the vendor is silent. */
const CONVERSATION_MS = 20_000;
const LOOKS = 60;
const LOOK_MS = 1000;

/** The documented browser events of the chat widgets; the sources stand at each. */
const CHAT_WIDGETS: readonly ChatWidget[] = [
  [
    // docs.gorgias.com, "Advanced customization for chat": GorgiasChat.init(), GorgiasChat.on(event, callback).
    "gorgias-chat",
    "gorgias",
    ({ GorgiasChat: chat }) => chat && ((event, heard) => chat.init().then(() => chat.on(event, heard))),
    "message:sent message:received",
    "widget:closed",
  ],
  [
    // developer.zendesk.com/api-reference/widget-messaging/web/events/ ; the page of core commands has unreadMessages.
    "zendesk-messaging",
    "zendesk",
    ({ zE }) => zE && ((event, heard) => zE("messenger:on", event, heard)),
    "conversationStarted unreadMessages",
    "close",
  ],
  [
    // developers.intercom.com/installing-intercom/web/methods : it tells of unread messages and of an address only.
    "intercom",
    "intercom",
    ({ Intercom }) => Intercom,
    "onUnreadCountChange onUserEmailSupplied",
    "onHide",
    "onShow",
  ],
  [
    // chatwoot.com/hc, "SDK events": CustomEvents on window; `closed` since 4.2. A message names its conversation.
    "chatwoot",
    "chatwoot",
    () => (event, heard) => addEventListener(event, (fired) => heard(fired instanceof CustomEvent && fired.detail)),
    "chatwoot:on-message",
    "chatwoot:closed",
  ],
  [
    // developer.helpscout.com/beacon-2/web/javascript-api/ : Beacon("on", event, callback).
    "help-scout-beacon",
    "helpscout",
    ({ Beacon }) => Beacon && ((event, heard) => Beacon("on", event, heard)),
    "chat-started",
    "chat-ended close",
  ],
  [
    // developers.tidio.com/docs/widget-methods : tidioChatApi.on(event, callback); the document fires tidioChat-ready.
    "tidio",
    null,
    ({ tidioChatApi: chat }) => chat && ((event, heard) => chat.on(event, heard)),
    "messageFromVisitor conversationStart",
    "close",
  ],
];

/** Calls back when a conversation in any of the chat widgets ends. Widgets load late: it looks for them for a minute. */
export function onChatEnd(ended: (subject: Subject) => void): void {
  let missing = CHAT_WIDGETS;
  let looks = 0;
  const look = () => {
    missing = missing.filter((widget) => !attach(widget, ended));
    if (++looks > LOOKS) clearInterval(timer);
  };
  const timer = setInterval(look, LOOK_MS);
  // Those that a page holds back until the shopper wants them say so when they have loaded.
  for (const event of ["gorgias-widget-loaded", "tidioChat-ready"]) addEventListener(event, look, true);
  look();
}

/** @returns false where the widget is not there yet, or not ready to be listened to */
function attach(
  [widget, vendor, listener, said, over, opened]: ChatWidget,
  ended: (subject: Subject) => void,
): boolean {
  // The page's globals are what their vendors say they are, else the attempt below fails and is made again.
  const on = listener(window as Globals);
  if (!on) return false;
  let openedAt = 0;
  // Null: nothing was said yet; else the conversation's number or an empty text. Kept for the pages that follow.
  let conversation = recall(visit, widget);
  const note = (value: string | null) => {
    conversation = value;
    keep(visit, widget, value);
  };
  const hear = (events: string, heard: (detail?: unknown) => void) => {
    for (const event of events.split(" ")) on(event, heard);
  };
  try {
    hear(over, () => {
      if (conversation === null && !(openedAt && Date.now() - openedAt > CONVERSATION_MS)) return;
      const ticket = conversation || null;
      openedAt = 0;
      note(null);
      ended({ widget, vendor, ticket });
    });
    hear(said, (detail) => detail !== 0 && note(conversationOf(detail)));
    if (opened) {
      hear(opened, () => {
        openedAt = Date.now();
      });
    }
    return true;
  } catch {
    return false;
  }
}

/** The conversation's number where the event names it, as the helpdesk's own tickets are numbered; else empty. */
function conversationOf(detail: unknown): string {
  return String(Object(detail).conversation_id ?? "");
}
