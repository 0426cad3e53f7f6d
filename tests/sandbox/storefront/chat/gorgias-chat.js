/** Gorgias chat: docs.gorgias.com, "Advanced customization for new chat widgets" (GorgiasChat.init, .on and the events). */
import { idle, strictEvents, strictObject } from "./strict.js";

const EVENTS = [
  ...["ready", "connected", "disconnected", "widget:opened", "widget:closed"],
  ...["message:sent", "message:received", "typing:start", "typing:stop"],
];
const IDLE = [
  ...["hideChat", "showChat", "hideOutsideBusinessHours", "setPosition", "setPoweredByHidden", "updateTexts"],
  ...["updateSSPTexts", "captureUserEmail", "captureShopifyCart", "disableAttachments", "setCustomBusinessHours"],
];

export function install(chat) {
  const { on, off, fire } = strictEvents("GorgiasChat", EVENTS);
  let isInitialised = false;
  const afterInit =
    (call) =>
    (...given) => {
      if (!isInitialised) throw new Error("You are trying to use the Gorgias Chat API before its initialization");
      return call(...given);
    };
  const api = strictObject("GorgiasChat", {
    ...idle(IDLE),
    init: async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      isInitialised = true;
      return api;
    },
    on: afterInit(on),
    off: afterInit(off),
    open: afterInit(chat.open),
    close: afterInit(chat.close),
    isOpen: afterInit(chat.isOpen),
    sendMessage: afterInit(chat.send),
  });
  chat.on("open", () => fire("widget:opened"));
  chat.on("close", () => fire("widget:closed"));
  chat.on("sent", ({ text }) => fire("message:sent", { content: { text } }));
  chat.on("received", ({ text }) => fire("message:received", { content: { text } }));
  window.GorgiasChat = api;
  window.dispatchEvent(new Event("gorgias-widget-loaded"));
}
