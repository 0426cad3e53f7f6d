/** Intercom: developers.intercom.com/installing-intercom/web/methods. It does not tell of messages in the open window. */
import { idle, strictCommands, strictEvents } from "./strict.js";

const HOOKS = ["onShow", "onHide", "onUnreadCountChange", "onUserEmailSupplied"];
const IDLE = [
  ...["boot", "shutdown", "update", "trackEvent", "startTour", "startSurvey", "startChecklist", "hideNotifications"],
  ...["showArticle", "showNews", "showTicket", "showConversation", "getVisitorId"],
];

export function install(chat) {
  const { on, fire } = strictEvents("Intercom", HOOKS);
  const hooks = Object.fromEntries(HOOKS.map((hook) => [hook, (heard) => void on(hook, heard)]));
  window.Intercom = strictCommands("Intercom", {
    ...idle(IDLE),
    ...hooks,
    ready: (heard) => queueMicrotask(heard),
    show: chat.open,
    showSpace: chat.open,
    showMessages: chat.open,
    showNewMessage: chat.open,
    hide: chat.close,
  });
  chat.on("open", () => {
    fire("onShow");
    fire("onUnreadCountChange", 0);
  });
  chat.on("close", () => fire("onHide"));
  chat.on("received", () => {
    if (!chat.isOpen()) fire("onUnreadCountChange", 1);
  });
}
