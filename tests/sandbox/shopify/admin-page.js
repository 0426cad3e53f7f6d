/** Runs the simulated admin in the browser: the host side of what app-bridge.js asks for. */
const config = JSON.parse(document.getElementById("sandbox-config").textContent);
const $ = (id) => document.getElementById(id);
const frame = $("app");
const app = { path: config.appPath, links: [], bar: null, whenLeft: null };

// ---- navigation and the address bar --------------------------------------------------------------------------------
const hostPath = (path) => `${config.base}${path === "/" ? "" : path}`;

function appPathOfHost() {
  const path = location.pathname.slice(config.base.length);
  return `${path === "" ? "/" : path}${location.search}${location.hash}`;
}

function make(tag, properties = {}, children = []) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

function renderLinks() {
  const list = $("app-links");
  const shown = app.links.filter((link) => !link.isHome);
  const path = new URL(app.path, location.origin).pathname;
  const isAt = ({ href }) => {
    const own = new URL(href, location.origin).pathname;
    return path === own || path.startsWith(`${own}/`);
  };
  const [current] = shown.filter(isAt).sort((a, b) => b.href.length - a.href.length);
  list.replaceChildren(
    ...shown.map((link) => {
      const anchor = make("a", { href: hostPath(link.href), textContent: link.label });
      if (link === current) anchor.setAttribute("aria-current", "page");
      anchor.addEventListener("click", (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        closeSide();
        leaving(() => toApp("navClick", { index: link.index }));
      });
      return make("li", {}, [anchor]);
    }),
  );
  const home = $("app-home");
  if (current) home.removeAttribute("aria-current");
  else home.setAttribute("aria-current", "page");
}

$("app-home")?.addEventListener("click", (event) => {
  const home = app.links.find((link) => link.isHome);
  if (!frame || !home || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  closeSide();
  leaving(() => toApp("navClick", { index: home.index }));
});

function openSide(isOpen) {
  $("side").classList.toggle("open", isOpen);
  $("menu-button").setAttribute("aria-expanded", String(isOpen));
}
const closeSide = () => openSide(false);
$("menu-button").addEventListener("click", () => openSide(!$("side").classList.contains("open")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !$("side").classList.contains("open")) return;
  closeSide();
  $("menu-button").focus();
});
$("main").addEventListener("pointerdown", closeSide);
window.addEventListener("blur", closeSide);

// The frame's own history entries are part of the browser's, so back and forward reach the app by themselves. Only
// when an entry was made by an earlier load of this page does the app have to be told where to go.
window.addEventListener("popstate", () => {
  setTimeout(() => {
    if (frame && appPathOfHost() !== app.path) toApp("navigate", { path: appPathOfHost() });
  }, 400);
});

// ---- messages of the app -------------------------------------------------------------------------------------------
function toApp(type, payload = {}) {
  frame.contentWindow.postMessage({ sandbox: true, type, ...payload }, config.proxyOrigin);
}

async function answer(id, work) {
  try {
    toApp("reply", { id, value: await work() });
  } catch (error) {
    toApp("reply", { id, error: error instanceof Error ? error.message : String(error) });
  }
}

async function askServer(path) {
  const response = await fetch(path, { method: "POST" });
  if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${path}`);
  return response.json();
}

const messages = {
  ready: () => setLoading(false),
  location: ({ path }) => {
    app.path = path;
    history.replaceState(null, "", hostPath(path));
    renderLinks();
  },
  nav: ({ links }) => {
    app.links = links;
    renderLinks();
  },
  titleBar: renderTitle,
  loading: ({ isLoading }) => setLoading(isLoading),
  toast: showToast,
  toastHide: ({ toastId }) => $(toastId)?.remove(),
  modal: ({ isOpen }) => {
    for (const part of document.querySelectorAll(".bar, .side, .title-bar")) {
      part.classList.toggle("dimmed", isOpen);
      part.inert = isOpen;
    }
  },
  saveBar: renderSaveBar,
  open: ({ path, url, newWindow }) => {
    const target = path === undefined ? url : path;
    if (newWindow) window.open(target, "_blank", "noopener");
    else location.assign(target);
  },
  idToken: ({ id }) => answer(id, async () => (await askServer("/_sandbox/id-token")).idToken),
  user: ({ id }) => answer(id, () => config.user),
  scopes: ({ id }) => answer(id, () => askServer("/_sandbox/scopes")),
  extensions: ({ id }) => answer(id, () => askServer("/_sandbox/extensions")),
  leaveConfirmation: ({ id }) => answer(id, () => new Promise((left) => leaving(left))),
};

window.addEventListener("message", ({ origin, source, data }) => {
  if (origin !== config.proxyOrigin || source !== frame?.contentWindow || data?.sandbox !== true) return;
  messages[data.type]?.(data);
});

function setLoading(isLoading) {
  $("loading").hidden = !isLoading;
}

// ---- title bar -----------------------------------------------------------------------------------------------------
function buttonFor(button, click) {
  const shown = make("button", { type: "button", className: "button", textContent: button.label });
  if (button.variant === "primary") shown.classList.add("primary");
  if (button.tone === "critical") shown.classList.add("critical");
  shown.disabled = Boolean(button.isDisabled || button.isLoading);
  shown.addEventListener("click", click);
  return shown;
}

function renderTitle({ title, buttons, groups }) {
  $("title").textContent = title || config.appName;
  document.title = `${title || config.appName} · ${config.shopName}`;
  const click = (button) => () => leaving(() => toApp("titleClick", { index: button.index }));
  const isCrumb = ({ variant }) => variant === "breadcrumb";
  const crumbs = buttons
    .filter(isCrumb)
    .map((button) => buttonFor({ ...button, label: `← ${button.label}` }, click(button)));
  $("crumbs").replaceChildren(...crumbs);
  const plain = buttons.filter((button) => !isCrumb(button));
  const ordered = [
    ...plain.filter((one) => one.variant !== "primary"),
    ...plain.filter((one) => one.variant === "primary"),
  ];
  const menus = groups.map((group) => {
    const inside = make(
      "div",
      {},
      group.buttons.map((button) => buttonFor(button, click(button))),
    );
    return make("details", { className: "more" }, [
      make("summary", { className: "button", textContent: group.label }),
      inside,
    ]);
  });
  $("title-actions").replaceChildren(...menus, ...ordered.map((button) => buttonFor(button, click(button))));
}

// ---- save bar ------------------------------------------------------------------------------------------------------
function renderSaveBar({ isOpen, save, discard, asksBeforeDiscard }) {
  app.bar = isOpen ? { asksBeforeDiscard } : null;
  const bar = $("save-bar");
  bar.hidden = !isOpen;
  if (!isOpen) {
    const left = app.whenLeft;
    app.whenLeft = null;
    left?.();
    return;
  }
  const click = (which) => () => toApp("saveBarClick", { which });
  const discardClick = asksBeforeDiscard
    ? () => confirmDialog({ title: "Discard all unsaved changes?", yes: "Discard changes", onYes: click("discard") })
    : click("discard");
  $("save-bar-actions").replaceChildren(
    buttonFor({ ...discard, label: discard.label || "Discard", variant: null }, discardClick),
    buttonFor({ ...save, label: save.label || "Save", variant: "primary" }, click("save")),
  );
}

/** Goes on at once, or after the person has agreed to lose what is not saved. */
function leaving(go) {
  if (!app.bar) return go();
  confirmDialog({
    title: "Leave page with unsaved changes?",
    yes: "Leave page",
    onYes: () => {
      app.whenLeft = go;
      toApp("saveBarClick", { which: "discard" });
    },
  });
}

function confirmDialog({ title, yes, onYes }) {
  const dialog = $("confirm");
  $("confirm-title").textContent = title;
  $("confirm-yes").textContent = yes;
  dialog.onclose = () => {
    if (dialog.returnValue === "yes") onYes();
  };
  dialog.returnValue = "";
  dialog.showModal();
}

// ---- toasts --------------------------------------------------------------------------------------------------------
function showToast({ toastId, message, duration, isError, action }) {
  const dismiss = () => {
    if (!toast.isConnected) return;
    toast.remove();
    toApp("toast", { toastId, event: "dismiss" });
  };
  const parts = [make("span", { textContent: message })];
  if (action) {
    const act = make("button", { type: "button", textContent: action });
    act.addEventListener("click", () => toApp("toast", { toastId, event: "action" }));
    parts.push(act);
  }
  const close = make("button", { type: "button", textContent: "✕" });
  close.setAttribute("aria-label", "Dismiss");
  close.addEventListener("click", dismiss);
  const toast = make("div", { id: toastId, className: isError ? "toast error" : "toast" }, [...parts, close]);
  $("toasts").append(toast);
  setTimeout(dismiss, duration);
}
