/**
 * The storefront survey. On load it only listens: it builds nothing, measures nothing and asks the network nothing
 * before it opens. Pages may call it at any time, also before it has loaded:
 *
 *   (window.deskworth ||= []).push({ ticket: "1234", helpdesk: "zendesk" });   // or, once loaded:
 *   window.deskworth.ask({ ticket: "1234", helpdesk: "zendesk" });
 */
import { onChatEnd } from "./chat-widgets.ts";
import { resumeDelivery, startDelivery } from "./delivery.ts";
import { openPanel } from "./panel.ts";
import { keep, lasting, recall } from "./storage.ts";
import type { Subject } from "./subject.ts";

interface Asked {
  ticket?: string | number;
  helpdesk?: string;
}

type Ask = (about?: Asked) => void;

declare global {
  interface Window {
    deskworth?: { ask: Ask; push: Ask } | Asked[];
  }
}

const SECOND = 1000;
const DAY_MS = 86_400_000;
const known = new Set<HTMLTemplateElement>();
let floating: HTMLTemplateElement | undefined;
let isOpen = false;

/** Shows the panel, unless one is open or the shopper was asked too lately; a shopper who asks for it always gets it. */
function show(subject: Subject, isOwnAct = false): void {
  if (!floating || isOpen) return;
  const since = Date.now() - Number(recall(lasting, "asked"));
  const { cap, design } = floating.dataset;
  if (!design && !isOwnAct && since < Number(cap) * DAY_MS) return;
  isOpen = true;
  keep(lasting, "asked", `${Date.now()}`);
  open(floating, document.body, subject, isOwnAct);
}

function open(template: HTMLTemplateElement, parent: Element, subject = about({}, "page"), isOwnAct = false): void {
  const { design, path = "", lang = "" } = template.dataset;
  openPanel({
    template,
    parent,
    isOwnAct,
    deliver: (tell) => {
      if (!design) return startDelivery(path, lang, subject, tell);
      const answer = () => tell("sent");
      return { answer, retry: answer, dismiss: () => undefined };
    },
    closed: () => {
      isOpen = false;
    },
  });
}

/** What a page says of a conversation: the argument of `ask`, or an event's detail. */
function about(asked: Asked | null | undefined, widget: string | null): Subject {
  const { ticket, helpdesk } = asked ?? {};
  return { widget, vendor: helpdesk ?? null, ticket: ticket ? `${ticket}` : null };
}

function listenFor({ trigger, selector, event, delay }: DOMStringMap): void {
  if (trigger === "chat") onChatEnd(show);
  if (trigger === "delay") setTimeout(() => show(about({}, "page")), Number(delay) * SECOND);
  if (trigger === "event" && event) {
    addEventListener(event, (fired) => show(about((fired as CustomEvent).detail, "page")), true); // an Event has none
  }
  if (trigger === "click" && selector && CSS.supports(`selector(${selector})`)) {
    addEventListener("click", ({ target }) => {
      if ((target as Element).closest?.(selector)) show(about({}, "page"), true); // the document has no `closest`
    });
  }
}

/** Starts what the page's Liquid has left since the last look. */
function look(): void {
  for (const template of document.querySelectorAll<HTMLTemplateElement>("template[data-deskworth-survey]")) {
    const { dataset, parentElement } = template;
    if (known.has(template) || !parentElement) continue;
    known.add(template);
    if (dataset.deskworthSurvey === "panel") {
      floating = template;
      if (dataset.design) show(about({}, "page"));
      else listenFor(dataset);
    } else {
      // A section's survey is shown when it comes into view.
      new IntersectionObserver((entries, observer) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        open(template, parentElement);
      }).observe(parentElement);
    }
  }
}

const early = window.deskworth;
// Both blocks bring the script along; the second time there is nothing left to do.
if (!early || Array.isArray(early)) {
  const ask: Ask = (asked) => show(about(asked, null));
  window.deskworth = { ask, push: ask };
  for (const event of ["shopify:section:load", "shopify:block:select"]) addEventListener(event, look, true);
  resumeDelivery();
  look();
  early?.forEach(ask);
}
