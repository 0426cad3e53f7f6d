import { listeners, post } from "./host.js";

/** Elements that the admin shows in its own chrome: navigation and title bar. */
export const element = (name, definition) => {
  if (!customElements.get(name)) customElements.define(name, definition);
};

/** Calls `update` after the element or anything in it has changed, once a frame at most. */
function watch(host, update) {
  let isDue = false;
  const soon = () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      update();
    });
  };
  const observer = new MutationObserver(soon);
  observer.observe(host, { attributes: true, childList: true, subtree: true, characterData: true });
  soon();
  return observer;
}

export class HiddenElement extends HTMLElement {
  connectedCallback() {
    this.style.display = "none";
    this.observer = watch(this, () => this.update());
  }
  disconnectedCallback() {
    this.observer?.disconnect();
    this.gone();
  }
  update() {
    // Most elements tell the admin what they show; that is up to each.
  }
  gone() {
    // As above, for when the element leaves the page.
  }
}

let navLinks = [];
class NavMenu extends HiddenElement {
  update() {
    navLinks = [...this.querySelectorAll("a[href], s-link[href]")];
    const links = navLinks.map((link, index) => ({
      index,
      href: link.getAttribute("href"),
      label: link.textContent.trim(),
      isHome: link.getAttribute("rel") === "home",
    }));
    post("nav", { links });
  }
  gone() {
    navLinks = [];
    post("nav", { links: [] });
  }
}
element("ui-nav-menu", class extends NavMenu {});
element("s-app-nav", class extends NavMenu {});
listeners.set("navClick", ({ index }) => {
  navLinks[index]?.dispatchEvent(new Event("shopify:navigate", { bubbles: true, cancelable: true }));
});

export const buttonOf = (button, index) => ({
  index,
  label: button.textContent.trim() || button.getAttribute("label") || "",
  variant: button.getAttribute("variant"),
  tone: button.getAttribute("tone"),
  isDisabled: button.hasAttribute("disabled") && button.getAttribute("disabled") !== "false",
  isLoading: button.hasAttribute("loading") && button.getAttribute("loading") !== "false",
});

let titleButtons = [];
class TitleBar extends HiddenElement {
  update() {
    // Inside a modal the title bar is the modal's own head and foot.
    const modal = this.closest("ui-modal");
    if (modal) return modal.renderChrome?.();
    titleButtons = [...this.querySelectorAll("button, a")];
    const top = titleButtons.filter((button) => !button.closest("section"));
    const groups = [...this.querySelectorAll("section")].map((section) => ({
      label: section.getAttribute("label") ?? "More actions",
      buttons: [...section.querySelectorAll("button, a")].map((one) => buttonOf(one, titleButtons.indexOf(one))),
    }));
    const buttons = top.map((button) => buttonOf(button, titleButtons.indexOf(button)));
    post("titleBar", { title: this.getAttribute("title") ?? "", buttons, groups });
  }
  gone() {
    titleButtons = [];
    post("titleBar", { title: "", buttons: [], groups: [] });
  }
}
element("ui-title-bar", class extends TitleBar {});
listeners.set("titleClick", ({ index }) => {
  const target = titleButtons[index];
  const href = target?.getAttribute("href");
  if (href) target.dispatchEvent(new Event("shopify:navigate", { bubbles: true, cancelable: true }));
  else target?.click();
});
