import { colorsAround } from "./colors.ts";
import type { Delivery } from "./delivery.ts";
import type { Answer, Progress } from "./subject.ts";

/** The style sheet, which the build puts here. */
declare const STYLE: string;

/** Arrow keys pass other scores on their way: only one that stays is sent. */
const KEYBOARD_PAUSE_MS = 800;
/** A live region has to be there before it is written to. */
const ANNOUNCE_MS = 99;
const THANKS_MS = 6000;

export interface Opening {
  /** Holds the survey's markup in the shopper's language, as the block's Liquid wrote it. */
  template: HTMLTemplateElement;
  /** Where it goes. */
  parent: Element;
  /** The shopper asked for it, so the focus moves there; else it stays and a status message tells. */
  isOwnAct: boolean;
  deliver(tell: (told: Progress) => void): Delivery;
  closed(): void;
}

/** Builds and shows the survey. */
export function openPanel({ template, parent, isOwnAct, deliver, closed }: Opening): void {
  const { host, root, find } = build(template, parent);
  const [panel, form, status, retry] = [find(".p"), find<HTMLFormElement>("form"), find(".s"), find(".y")];
  const cross = root.querySelector<HTMLElement>(".x");
  const opener = document.activeElement;
  let isFinal = false;
  let isAnswered = false;
  let timer: ReturnType<typeof setTimeout>;

  /** Messages stand in the markup, by their names. */
  const say = (message: string) => {
    status.classList.toggle("h", message === "announce");
    status.textContent = status.getAttribute(`data-${message}`);
  };
  const close = () => {
    clearTimeout(timer);
    document.removeEventListener("keydown", onKey);
    if (!isAnswered) delivery.dismiss();
    if ((isOwnAct || root.activeElement) && opener instanceof HTMLElement) opener.focus();
    host.remove();
    closed();
  };
  const delivery = deliver((told) => {
    const isOver = told === "refused" || (told === "sent" && isFinal);
    say(told === "sent" && isFinal ? "thanks" : told);
    retry.hidden = told !== "failed";
    if (!isOver) return;
    if (root.activeElement) panel.focus();
    form.hidden = true;
    if (cross) timer = setTimeout(() => host.matches(":hover,:focus-within") || close(), THANKS_MS);
  });
  const onKey = ({ key }: KeyboardEvent) => {
    const { activeElement } = document;
    if (key === "Escape" && (activeElement === host || activeElement === document.body)) close();
  };

  listen(form, panel, (final, pauseMs) => {
    clearTimeout(timer);
    isFinal = final;
    timer = setTimeout(() => {
      isAnswered = true;
      say("sending");
      delivery.answer(answerIn(form));
    }, pauseMs);
  });
  retry.onclick = delivery.retry;
  if (!cross) return;
  cross.onclick = close;
  document.addEventListener("keydown", onKey);
  if (isOwnAct) panel.focus();
  else timer = setTimeout(() => say("announce"), ANNOUNCE_MS);
}

/** Puts a copy of the markup into the page. */
function build(template: HTMLTemplateElement, parent: Element) {
  // No div: themes hide empty ones, and what is in a shadow does not count.
  const host = document.createElement("deskworth-survey");
  const root = host.attachShadow({ mode: "open" });
  host.style.cssText = colorsAround(parent);
  root.innerHTML = `<style>${STYLE}</style>`;
  root.append(template.content.cloneNode(true));
  parent.append(host);
  // Each selector names one element of the markup, of the kind that is asked for.
  const find = <Found extends HTMLElement>(selector: string) => root.querySelector(selector) as Found;
  return { host, root, find };
}

/** Tells what is to be sent, and whether the shopper is done: with the score alone, where nothing more is asked. */
function listen(form: HTMLFormElement, panel: HTMLElement, send: (isFinal: boolean, pauseMs: number) => void): void {
  let isKeyboard = false;
  panel.onkeydown = () => {
    isKeyboard = true;
  };
  panel.onpointerdown = () => {
    isKeyboard = false;
  };
  form.onchange = ({ target }) => {
    const more = form.lastElementChild;
    if (!(target instanceof HTMLInputElement) || target.name !== "score" || !more) return;
    const isFinal = !isKeyboard && !more.querySelector("textarea,input");
    more.toggleAttribute("hidden", isFinal);
    send(isFinal, isKeyboard ? KEYBOARD_PAUSE_MS : 0);
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    send(true, 0);
  };
}

function answerIn(form: HTMLFormElement): Answer {
  const data = new FormData(form);
  const nps = data.get("nps");
  return {
    score: Number(data.get("score")),
    nps: nps === null ? nps : Number(nps),
    comment: String(data.get("comment") ?? ""),
  };
}
