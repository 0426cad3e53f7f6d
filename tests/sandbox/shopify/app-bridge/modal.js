import { buttonOf, element } from "./chrome-elements.js";
import { post } from "./host.js";

/** Modals. The real ones lie in a frame of the admin; these lie in the page itself. */
const MODAL_STYLE = `
  dialog.sandbox-modal{border:0;padding:0;border-radius:12px;background:#fff;color:#303030;max-width:calc(100vw - 24px);
    width:620px;max-height:calc(100vh - 24px);box-shadow:0 20px 60px rgba(0,0,0,.35);font-family:Inter,system-ui,sans-serif}
  dialog.sandbox-modal[data-variant=small]{width:380px} dialog.sandbox-modal[data-variant=large]{width:980px}
  dialog.sandbox-modal[data-variant=max]{width:calc(100vw - 24px);height:calc(100vh - 24px)}
  dialog.sandbox-modal::backdrop{background:rgba(0,0,0,.5)}
  .sandbox-modal>header{display:flex;justify-content:space-between;align-items:center;background:#f3f3f3;padding:10px 16px}
  .sandbox-modal>header h2{font-size:14px;font-weight:650;margin:0}
  .sandbox-modal>footer{display:flex;justify-content:flex-end;gap:8px;padding:12px 16px;border-top:1px solid #e3e3e3}
  .sandbox-modal button.sandbox{font:inherit;font-size:12px;font-weight:550;padding:6px 12px;border-radius:8px;
    border:1px solid #8a8a8a;background:#fff;color:#303030;cursor:pointer}
  .sandbox-modal button.sandbox.primary{background:#303030;border-color:#303030;color:#fff}
  .sandbox-modal button.sandbox.critical{background:#8e1f0b;border-color:#8e1f0b;color:#fff}
  .sandbox-modal button.sandbox:disabled{background:#ebebeb;border-color:#ebebeb;color:#616161}
  .sandbox-modal iframe{border:0;width:100%;height:60vh}`;

const modalStyles = new CSSStyleSheet();
modalStyles.replaceSync(MODAL_STYLE);

class Modal extends HTMLElement {
  content = this.hasAttribute("src") ? undefined : document.createElement("div");
  connectedCallback() {
    this.style.display = "none";
  }
  disconnectedCallback() {
    this.dialog?.remove();
    this.dialog = undefined;
    post("modal", { isOpen: false });
  }
  get contentWindow() {
    return this.dialog?.querySelector("iframe")?.contentWindow ?? null;
  }
  get variant() {
    return this.getAttribute("variant") ?? "base";
  }
  set variant(value) {
    this.setAttribute("variant", value);
  }
  get src() {
    return this.getAttribute("src") ?? undefined;
  }
  set src(value) {
    this.setAttribute("src", value);
  }
  async show() {
    if (this.dialog?.open) return;
    this.dialog ??= this.build();
    document.body.append(this.dialog);
    this.renderChrome();
    this.dialog.showModal();
    post("modal", { isOpen: true });
    this.dispatchEvent(new CustomEvent("show"));
  }
  async hide() {
    if (!this.dialog?.open) return;
    this.dialog.close();
  }
  async toggle() {
    await (this.dialog?.open ? this.hide() : this.show());
  }
  build() {
    const dialog = document.createElement("dialog");
    dialog.className = "sandbox-modal";
    dialog.append(document.createElement("header"), document.createElement("div"), document.createElement("footer"));
    if (this.content && !this.src) {
      dialog.children[1].append(this.content);
    } else {
      const frame = document.createElement("iframe");
      frame.src = this.src;
      frame.title = this.querySelector("ui-title-bar")?.getAttribute("title") ?? "Modal";
      dialog.children[1].append(frame);
    }
    // Not a style element, which a strict policy of the app's page would refuse.
    if (!document.adoptedStyleSheets.includes(modalStyles)) document.adoptedStyleSheets.push(modalStyles);
    dialog.addEventListener("close", () => {
      post("modal", { isOpen: false });
      this.dispatchEvent(new CustomEvent("hide"));
    });
    return dialog;
  }
  /** Title and buttons come from the `ui-title-bar` among the children, and follow its changes. */
  renderChrome() {
    if (!this.dialog) return;
    const bar = this.querySelector("ui-title-bar");
    const [header, , footer] = this.dialog.children;
    this.dialog.dataset.variant = this.variant;
    const title = document.createElement("h2");
    title.id = `${this.id || "modal"}-title`;
    title.textContent = bar?.getAttribute("title") ?? "";
    this.dialog.setAttribute("aria-labelledby", title.id);
    const close = chromeButton({ label: "Close", variant: null }, () => this.hide());
    header.replaceChildren(title, close);
    const buttons = [...(bar?.querySelectorAll("button") ?? [])].reverse();
    footer.replaceChildren(...buttons.map((button) => chromeButton(buttonOf(button, 0), () => button.click())));
    footer.hidden = buttons.length === 0;
  }
}
element("ui-modal", Modal);
element("s-app-window", class extends Modal {});

function chromeButton(button, onClick) {
  const shown = document.createElement("button");
  shown.type = "button";
  shown.className = ["sandbox", button.variant ?? "", button.tone ?? ""].join(" ").trim();
  shown.textContent = button.label;
  shown.disabled = Boolean(button.isDisabled || button.isLoading);
  shown.addEventListener("click", onClick);
  return shown;
}
