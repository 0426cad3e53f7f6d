/** The small chat window that every played widget shows; the vendor's stand-in listens to what happens in it. */
const STYLE = `
:host { all: initial; font: 15px/1.45 system-ui, "Liberation Sans", sans-serif; color: #1b1b1f; }
button, input { font: inherit; }
.bubble { position: fixed; inset-inline-end: 20px; bottom: 20px; width: 56px; height: 56px; border: 0; border-radius: 28px; background: #2b2b4b; color: #fff; cursor: pointer; box-shadow: 0 4px 14px #0004; z-index: 9000; }
.bubble svg { width: 26px; height: 26px; }
.window { position: fixed; inset-inline-end: 20px; bottom: 88px; width: min(340px, calc(100vw - 40px)); height: min(440px, calc(100vh - 120px)); display: flex; flex-direction: column; border-radius: 12px; overflow: hidden; background: #fff; box-shadow: 0 8px 30px #0005; z-index: 9001; }
.window[hidden] { display: none; }
header { display: flex; align-items: center; gap: 8px; padding: 10px 12px; background: #2b2b4b; color: #fff; }
header strong { flex: 1; }
header button { border: 1px solid #fff8; border-radius: 6px; background: none; color: #fff; padding: 6px 10px; min-height: 32px; cursor: pointer; }
ol { flex: 1; margin: 0; padding: 12px; overflow: auto; list-style: none; display: flex; flex-direction: column; gap: 8px; }
li { max-width: 85%; padding: 8px 12px; border-radius: 12px; background: #eeeef4; align-self: flex-start; }
li.own { background: #2b2b4b; color: #fff; align-self: flex-end; }
form { display: flex; gap: 8px; padding: 10px; border-top: 1px solid #ddd; }
input { flex: 1; min-width: 0; padding: 8px 10px; border: 1px solid #888; border-radius: 8px; }
form button { padding: 8px 14px; border: 0; border-radius: 8px; background: #2b2b4b; color: #fff; cursor: pointer; }
:focus-visible { outline: 2px solid #7a7ae6; outline-offset: 2px; }`;
const ICON = '<svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true"><path d="M4 4h16v12H9l-5 4z"/></svg>';

/**
 * A chat of this page. `on(event, heard)` tells of: open, close, sent (first message of the conversation or not), received,
 * ended. Each message is `{ text, conversation, isFirst }`.
 */
export function makeChat(told) {
  const listeners = new Map();
  const state = { isOpen: false, conversation: told.conversation, isStarted: false };
  const tell = (event, detail) => {
    for (const heard of listeners.get(event) ?? []) heard(detail);
  };
  const view = makeView(told.widget);

  function setOpen(isOpen) {
    if (state.isOpen === isOpen) return;
    state.isOpen = isOpen;
    view.window.hidden = !isOpen;
    view.bubble.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) view.input.focus();
    tell(isOpen ? "open" : "close");
  }

  async function send(text) {
    view.add(text, "own");
    const isFirst = !state.isStarted;
    state.isStarted = true;
    // The vendor's server names the conversation; ours opens a ticket in the helpdesk that is played.
    const answer = await post({ widget: told.widget, say: text, conversation: state.conversation });
    state.conversation = answer.conversation;
    tell("sent", { text, conversation: state.conversation, isFirst });
    view.add(answer.reply, "");
    tell("received", { text: answer.reply, conversation: state.conversation, isFirst: false });
  }

  async function end() {
    if (state.conversation !== null && state.isStarted) {
      await post({ widget: told.widget, end: state.conversation });
      tell("ended", { conversation: state.conversation });
    }
    state.isStarted = false;
    state.conversation = told.conversation;
    view.clear();
    setOpen(false);
  }

  view.bubble.addEventListener("click", () => setOpen(!state.isOpen));
  view.close.addEventListener("click", () => setOpen(false));
  view.end.addEventListener("click", end);
  view.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = view.input.value.trim();
    view.input.value = "";
    if (text !== "") send(text);
  });

  return {
    on: (event, heard) => listeners.set(event, [...(listeners.get(event) ?? []), heard]),
    open: () => setOpen(true),
    close: () => setOpen(false),
    isOpen: () => state.isOpen,
    show: (isShown) => {
      view.bubble.hidden = !isShown;
    },
    send,
    end,
  };
}

async function post(body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch("/_sandbox/chat", { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`the played chat answered ${response.status}`);
  return response.json();
}

function makeView(name) {
  const host = document.createElement("div");
  host.id = "sandbox-chat-window";
  host.dataset.widget = name;
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = `<style>${STYLE}</style>
    <button class="bubble" type="button" aria-label="Chat" aria-expanded="false">${ICON}</button>
    <section class="window" aria-label="Chat with us" hidden>
      <header><strong>Chat</strong><button type="button" class="end">End chat</button><button type="button" class="close" aria-label="Close chat">✕</button></header>
      <ol role="log" aria-live="polite" tabindex="0" aria-label="Messages"></ol>
      <form><input aria-label="Message" autocomplete="off"><button>Send</button></form>
    </section>`;
  document.body.append(host);
  const find = (selector) => root.querySelector(selector);
  const list = find("ol");
  return {
    bubble: find(".bubble"),
    window: find(".window"),
    close: find(".close"),
    end: find(".end"),
    form: find("form"),
    input: find("input"),
    add: (text, className) => {
      const item = document.createElement("li");
      item.className = className;
      item.textContent = text;
      list.append(item);
      list.scrollTop = list.scrollHeight;
    },
    clear: () => list.replaceChildren(),
  };
}
