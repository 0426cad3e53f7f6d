/** Tidio: developers.tidio.com/docs/widget-methods (tidioChatApi.on; each event is also fired on the document). */
import { idle, strictEvents, strictObject } from "./strict.js";

const EVENTS = [
  ...["ready", "open", "close", "messageFromVisitor", "messageFromOperator", "conversationStart"],
  ...["preFormFilled", "setStatus", "resize", "popUpShow", "popUpHide"],
];
const IDLE = [
  ...["show", "hide", "popUpOpen", "popUpHide", "setVisitorData", "setContactProperties", "addVisitorTags"],
  ...["setColorPalette", "messageFromOperator", "messageFromVisitor", "track", "adjustStyles", "setFeatures"],
];

export function install(chat) {
  const { on, fire } = strictEvents("tidioChatApi", EVENTS);
  const tell = (event, data) => {
    fire(event, data);
    document.dispatchEvent(new CustomEvent(`tidioChat-${event}`, { detail: data }));
  };
  window.tidioChatApi = strictObject("tidioChatApi", {
    ...idle(IDLE),
    on: (event, heard) => void on(event, heard),
    open: chat.open,
    close: chat.close,
    display: (isShown) => chat.show(isShown),
  });
  chat.on("open", () => tell("open"));
  chat.on("close", () => tell("close"));
  chat.on("sent", ({ text, isFirst }) => {
    if (isFirst) tell("conversationStart");
    tell("messageFromVisitor", { message: text });
  });
  chat.on("received", ({ text }) => tell("messageFromOperator", { message: text }));
  tell("ready");
}
