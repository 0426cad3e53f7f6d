/** Zendesk messaging: developer.zendesk.com/api-reference/widget-messaging/web/core and …/web/events. */
import { idle, strictCommands, strictEvents } from "./strict.js";

const EVENTS = [
  ...["open", "close", "unreadMessages", "conversationStarted", "conversationOpened", "messagesShown"],
  ...["proactiveMessageDisplayed", "proactiveMessageClicked", "newConversationButtonClicked"],
];

export function install(chat) {
  const { on, fire } = strictEvents("zE messenger:on", EVENTS);
  const event = (type) => ({ id: crypto.randomUUID(), createdAt: Math.floor(Date.now() / 1000), type });
  const messenger = strictCommands("zE messenger", {
    ...idle(["loginUser", "logoutUser", "sendMessage", "newConversation", "navigateTo"]),
    open: chat.open,
    close: chat.close,
    show: () => chat.show(true),
    hide: () => chat.show(false),
  });
  window.zE = strictCommands("zE", {
    messenger,
    "messenger:on": (name, heard) => {
      const leave = on(name, heard);
      // The count is told once when one subscribes.
      if (name === "unreadMessages") queueMicrotask(() => heard(0));
      return leave;
    },
    ...idle(["messenger:set"]),
  });
  chat.on("open", () => fire("open", event("messagingOpened")));
  chat.on("close", () => fire("close", event("messagingClosed")));
  chat.on("sent", ({ isFirst }) => {
    if (isFirst) fire("conversationStarted", event("conversationStarted"));
  });
  chat.on("received", () => {
    if (!chat.isOpen()) fire("unreadMessages", 1);
  });
}
