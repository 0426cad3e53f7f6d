import { buttonOf, element, HiddenElement } from "./chrome-elements.js";
import { listeners, post } from "./host.js";

/** The contextual save bar, as an element and as `form[data-save-bar]`. */
export let openBar = null;

function barOf(bar) {
  const buttons = [...bar.querySelectorAll("button")];
  const save = buttons.find((button) => button.getAttribute("variant") === "primary");
  const discard = buttons.find((button) => button !== save);
  return { save, discard };
}

function showBar(bar) {
  const { save, discard } = bar;
  openBar = bar;
  post("saveBar", {
    isOpen: true,
    save: save ? buttonOf(save, 0) : { label: "Save" },
    discard: discard ? buttonOf(discard, 1) : { label: "Discard" },
    asksBeforeDiscard: bar.asksBeforeDiscard ?? false,
  });
}

function hideBar(owner) {
  if (openBar?.owner !== owner) return;
  openBar = null;
  post("saveBar", { isOpen: false });
}

class SaveBar extends HiddenElement {
  get showing() {
    return openBar?.owner === this;
  }
  get discardConfirmation() {
    return this.hasAttribute("discardconfirmation") || this.hasAttribute("discardConfirmation");
  }
  set discardConfirmation(value) {
    this.toggleAttribute("discardconfirmation", Boolean(value));
  }
  async show() {
    const wasOpen = this.showing;
    showBar({ ...barOf(this), owner: this, asksBeforeDiscard: this.discardConfirmation });
    if (!wasOpen) this.dispatchEvent(new CustomEvent("show"));
  }
  async hide() {
    if (!this.showing) return;
    hideBar(this);
    this.dispatchEvent(new CustomEvent("hide"));
  }
  async toggle() {
    await (this.showing ? this.hide() : this.show());
  }
  update() {
    if (this.showing) void this.show();
  }
  gone() {
    hideBar(this);
  }
}
element("ui-save-bar", class extends SaveBar {});
listeners.set("saveBarClick", ({ which }) => {
  if (!openBar) return;
  const button = openBar[which];
  if (button) button.click();
  else openBar[`on${which}`]?.();
});

/** `<form data-save-bar>`: the bar opens with the first change, and submits or resets the form. */
function formBar(form) {
  return {
    owner: form,
    asksBeforeDiscard: form.hasAttribute("data-discard-confirmation"),
    onsave: () => form.requestSubmit(),
    ondiscard: () => form.reset(),
  };
}
const savedForm = ({ target }) => {
  const form = target instanceof HTMLFormElement ? target : target?.form;
  return form?.matches("form[data-save-bar]") ? form : null;
};
for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = savedForm(event);
    if (form && openBar?.owner !== form) showBar(formBar(form));
  });
}
for (const name of ["submit", "reset"]) {
  document.addEventListener(name, (event) => {
    const form = savedForm(event);
    if (form) hideBar(form);
  });
}
