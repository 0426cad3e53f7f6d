/**
 * Help Scout Beacon: developer.helpscout.com/beacon-2/web/javascript-api/. `chat-ended` stood in older versions of that
 * page; it can be listened to and is not fired, so that nothing relies on it.
 */
import { idle, strictCommands, strictEvents } from "./strict.js";

const EVENTS = [
  ...["ready", "open", "close", "article-viewed", "chat-started", "chat-ended", "email-sent", "search"],
  ...["message-clicked", "message-closed", "message-triggered"],
];
const IDLE = [
  ...["init", "destroy", "identify", "prefill", "reset", "logout", "search", "suggest", "article", "navigate", "event"],
  ...["session-data", "config", "info", "show-message"],
];

export function install(chat) {
  const { on, off, fire } = strictEvents("Beacon", EVENTS);
  window.Beacon = strictCommands("Beacon", {
    ...idle(IDLE),
    on: (event, heard) => {
      on(event, heard);
      if (event === "ready") queueMicrotask(heard);
    },
    once: (event, heard) => {
      const leave = on(event, (...detail) => {
        leave();
        heard(...detail);
      });
    },
    off,
    open: chat.open,
    close: chat.close,
    toggle: () => (chat.isOpen() ? chat.close() : chat.open()),
  });
  chat.on("open", () => fire("open"));
  chat.on("close", () => fire("close"));
  chat.on("sent", ({ isFirst, text }) => {
    if (isFirst) fire("chat-started", { subject: text });
  });
}
