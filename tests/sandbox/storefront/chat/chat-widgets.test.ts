import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** What a stand-in may do with the page's chat window, driven by the test instead of a person. */
interface FakeChat {
  on(event: string, heard: (detail?: object) => void): void;
  open(): void;
  close(): void;
  isOpen(): boolean;
  show(): void;
  send(): void;
  tell(event: string, detail?: object): void;
}

type Api = ((...given: unknown[]) => unknown) & Record<string, (...given: unknown[]) => unknown>;

const SENT = { text: "Hi", conversation: "77", isFirst: true };
let page: EventTarget & Record<string, unknown>;
beforeEach(() => {
  // A page is an event target with globals on it, and that is all that the stand-ins ask of one.
  page = new EventTarget() as typeof page;
  vi.stubGlobal("window", page);
  vi.stubGlobal("document", page);
});
afterEach(() => vi.unstubAllGlobals());

test("Gorgias chat wants to be initialised first, and tells of messages and of the window", async () => {
  const loaded = vi.fn();
  page.addEventListener("gorgias-widget-loaded", loaded);
  const { chat, api } = await installed("gorgias-chat", "GorgiasChat");
  expect(loaded).toHaveBeenCalledOnce();
  expect(() => api.on?.("message:sent", () => undefined)).toThrow("before its initialization");
  await api.init?.();
  const heard = record((event, listener) => api.on?.(event, listener), ["message:sent", "widget:closed"]);
  expect(() => api.on?.("conversation:closed", () => undefined)).toThrow('no event "conversation:closed"');
  chat.tell("sent", SENT);
  chat.close();
  expect(heard).toEqual(["message:sent", "widget:closed"]);
});

test("Zendesk messaging, Intercom and Beacon are functions that know their commands and events only", async () => {
  const zendesk = await installed("zendesk-messaging", "zE");
  const atZendesk = record(
    (event, heard) => zendesk.api("messenger:on", event, heard),
    ["conversationStarted", "close"],
  );
  zendesk.chat.tell("sent", SENT);
  zendesk.chat.close();
  expect(atZendesk).toEqual(["conversationStarted", "close"]);
  expect(() => zendesk.api("webWidget", "open")).toThrow();

  const intercom = await installed("intercom", "Intercom");
  const atIntercom = record((event, heard) => intercom.api(event, heard), ["onShow", "onHide", "onUnreadCountChange"]);
  intercom.chat.open();
  intercom.chat.close();
  intercom.chat.tell("received", SENT);
  expect(atIntercom).toEqual(["onShow", "onUnreadCountChange", "onHide", "onUnreadCountChange"]);
  expect(() => intercom.api("onConversationEnd", () => undefined)).toThrow();

  const beacon = await installed("help-scout-beacon", "Beacon");
  const atBeacon = record((event, heard) => beacon.api("on", event, heard), ["chat-started", "close"]);
  beacon.chat.tell("sent", SENT);
  beacon.chat.close();
  expect(atBeacon).toEqual(["chat-started", "close"]);
  expect(() => beacon.api("on", "chat-over", () => undefined)).toThrow();
});

test("Chatwoot tells the window, Tidio its listeners and the document", async () => {
  const names = ["chatwoot:ready", "chatwoot:on-message", "chatwoot:closed", "tidioChat-ready", "tidioChat-close"];
  const heard = record((event, listener) => page.addEventListener(event, listener), names);
  const chatwoot = await installed("chatwoot", "$chatwoot");
  chatwoot.chat.tell("sent", SENT);
  chatwoot.chat.close();
  expect(() => chatwoot.api.hangUp?.()).toThrow('no "hangUp"');
  const tidio = await installed("tidio", "tidioChatApi");
  const atTidio = record((event, listener) => tidio.api.on?.(event, listener), ["messageFromVisitor", "close"]);
  tidio.chat.tell("sent", SENT);
  tidio.chat.close();
  expect(heard).toEqual(names);
  expect(atTidio).toEqual(["messageFromVisitor", "close"]);
});

test("Re:amaze documents no event, and its stand-in fires none", async () => {
  const { chat, api } = await installed("reamaze", "Reamaze");
  api.popup?.();
  expect(chat.isOpen()).toBe(true);
  expect(() => api.on?.("close", () => undefined)).toThrow('no "on"');
});

/** Names of the events in the order in which they were heard. */
function record(listen: (event: string, heard: () => void) => unknown, events: readonly string[]): string[] {
  const heard: string[] = [];
  for (const event of events) listen(event, () => void heard.push(event));
  return heard;
}

async function installed(widget: string, name: string): Promise<{ chat: FakeChat; api: Api }> {
  const chat = fakeChat();
  const address = new URL(`./${widget}.js`, import.meta.url).href;
  // Scripts of the browser have no types; each of them exports this one function.
  const module = (await import(/* @vite-ignore */ address)) as { install(chat: FakeChat, told: object): void };
  module.install(chat, { conversation: null });
  // The vendors' globals are functions or objects with methods.
  return { chat, api: page[name] as Api };
}

function fakeChat(): FakeChat {
  const listeners: [string, (detail?: object) => void][] = [];
  let isOpen = false;
  const tell = (event: string, detail?: object) => {
    for (const [name, heard] of listeners) if (name === event) heard(detail);
  };
  const setOpen = (next: boolean) => {
    isOpen = next;
    tell(next ? "open" : "close");
  };
  return {
    on: (event, heard) => void listeners.push([event, heard]),
    open: () => setOpen(true),
    close: () => setOpen(false),
    isOpen: () => isOpen,
    show: () => undefined,
    send: () => undefined,
    tell,
  };
}
