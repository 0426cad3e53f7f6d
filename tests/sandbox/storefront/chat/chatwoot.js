/** Chatwoot: chatwoot.com/hc, "SDK methods" and "SDK events" (CustomEvents on window; opened and closed since 4.2). */
import { idle, strictObject } from "./strict.js";

const IDLE = [
  ...["toggleBubbleVisibility", "popoutChatWindow", "setUser", "setCustomAttributes", "deleteCustomAttribute"],
  ...["setConversationCustomAttributes", "deleteConversationCustomAttribute", "setLabel", "removeLabel", "setLocale"],
  ...["setColorScheme", "reset"],
];

export function install(chat) {
  const fire = (name, detail = null) => window.dispatchEvent(new CustomEvent(`chatwoot:${name}`, { detail }));
  let messages = 0;
  const message = ({ text, conversation }, type) => ({
    ...{ id: ++messages, content: text, message_type: type, content_type: "text", content_attributes: {} },
    ...{
      conversation_id: Number(conversation),
      inbox_id: 1,
      created_at: Math.floor(Date.now() / 1000),
      private: false,
    },
  });
  window.$chatwoot = strictObject("$chatwoot", {
    ...idle(IDLE),
    toggle: (state) => (state === "close" || (state === undefined && chat.isOpen()) ? chat.close() : chat.open()),
    hasLoaded: true,
    get isOpen() {
      return chat.isOpen();
    },
  });
  chat.on("open", () => fire("opened"));
  chat.on("close", () => fire("closed"));
  chat.on("sent", (said) => {
    if (said.isFirst) fire("on-start-conversation", { hasConversation: false });
    fire("on-message", message(said, 0));
  });
  chat.on("received", (said) => fire("on-message", message(said, 1)));
  fire("ready");
}
