import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * A survey script, driven through its own interface: one question with a score from 1 to 5 and a thank-you after the
 * tap, as a small panel over the page. Programs are JavaScript that the page runs; selectors reach into shadow trees.
 */
export interface Contender {
  name: string;
  /** What a page loads for it, in this order: paths from the project's root. */
  scripts: readonly string[];
  styles: readonly string[];
  /** What stands in the page for it. */
  markup: string;
  /** Run once all is loaded, as a part of loading; a promise is awaited. */
  start: string;
  open: string;
  shown: string;
  /** What the shopper taps; null where that is not in this page. */
  score: string | null;
  answered: string | null;
  /** What of the whole is not there to be measured; null: nothing. */
  lacks: string | null;
}

export const OURS = "deskworth";
export const FLOOR = "an empty script and box";
const SURVEY_SCRIPT = "extensions/satisfaction-survey/assets/satisfaction-survey.js";
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** A script of no bytes. */
const EMPTY = "empty.js";
const QUESTION = "How do you rate our customer service?";
const THANKS = "Thank you for your feedback!";
const LABELS = ["Very bad", "Very good"] as const;
/** What a package that leaves it to others does in the place of telling its server. */
const TELL =
  '(what) => fetch("/told", { method: "POST", body: JSON.stringify(what), keepalive: true }).then((told) => told.json())';

/** The bytes of one of a contender's files. */
export function readPart(path: string): Buffer {
  return path === EMPTY ? Buffer.alloc(0) : readFileSync(`${ROOT}${path}`);
}

/** Ours with the markup that its Liquid writes, the others from their npm packages, and what the measuring itself costs. */
export function contendersOf(ourMarkup: string): Contender[] {
  return [floor(), ours(ourMarkup), posthogSurveys(), posthogPage(), formbricks(), typeform()];
}

function floor(): Contender {
  return {
    name: FLOOR,
    ...{ scripts: [EMPTY], styles: [], markup: "", start: "" },
    open: `document.body.insertAdjacentHTML("beforeend", '<button id="floor" style="position:fixed;bottom:0;left:0">1</button>');
      document.querySelector("#floor").onclick = ({ target }) => { target.className = "thanks"; };`,
    ...{ shown: "#floor", score: "#floor", answered: "#floor.thanks", lacks: "all" },
  };
}

/** As a merchant has it who asks for the score alone; everything else as the theme editor gives it. */
function ours(markup: string): Contender {
  return {
    name: OURS,
    ...{ scripts: [SURVEY_SCRIPT], styles: [], markup, start: "" },
    open: 'window.deskworth.ask({ ticket: "1" });',
    ...{ shown: ".p form", score: '.r label:has([value="4"])', answered: "form[hidden]", lacks: null },
  };
}

const POSTHOG_SURVEY = {
  id: "bench",
  name: "Bench",
  type: "popover",
  description: "",
  questions: [
    {
      ...{ id: "score", type: "rating", question: QUESTION, display: "emoji", scale: 5, optional: false },
      ...{ lowerBoundLabel: LABELS[0], upperBoundLabel: LABELS[1], skipSubmitButton: true },
    },
  ],
  appearance: { displayThankYouMessage: true, thankYouMessageHeader: THANKS, surveyPopupDelaySeconds: 0 },
  conditions: null,
  start_date: "2026-01-01T00:00:00Z",
  end_date: null,
};
const IN_POSTHOG = {
  shown: ".ph-survey .ratings-emoji",
  score: ".ph-survey .ratings-emoji:nth-of-type(4)",
  answered: ".ph-survey .thank-you-message",
};

/** The surveys bundle by itself, with the least client that it works with: less than any page can load. */
function posthogSurveys(): Contender {
  return {
    name: "posthog-js, surveys bundle alone",
    ...{ scripts: ["node_modules/posthog-js/dist/surveys.js"], styles: [], markup: "" },
    lacks: "the client: who is asked when, and sending",
    start: `const tell = ${TELL};
      const [nothing, off] = [() => undefined, () => () => undefined];
      window.surveys = window.__PosthogExtensions__.generateSurveys({
        ...{ config: {}, surveys: {}, is_capturing: () => true, capture: (event, properties) => { tell({ event, properties }); } },
        ...{ persistence: { get_property: nothing, register: nothing, unregister: nothing } },
        featureFlags: { onFeatureFlags: off, reloadFeatureFlags: nothing },
      }, false);`,
    open: `window.surveys.handlePopoverSurvey(${JSON.stringify(POSTHOG_SURVEY)});`,
    ...IN_POSTHOG,
  };
}

/** The client and the surveys bundle, with all else switched off; surveys come from the loopback server. */
function posthogPage(): Contender {
  const dist = "node_modules/posthog-js/dist";
  const options = {
    ...{ autocapture: false, capture_pageview: false, capture_pageleave: false, disable_session_recording: true },
    ...{ advanced_disable_flags: true, advanced_enable_surveys: true, disable_surveys_automatic_display: true },
    ...{ capture_dead_clicks: false, capture_exceptions: false, capture_performance: false },
    ...{ disable_product_tours: true, request_batching: false },
  };
  return {
    name: "posthog-js, client and surveys",
    lacks: null,
    ...{ scripts: [`${dist}/array.js`, `${dist}/surveys.js`], styles: [], markup: "" },
    start: `window.posthog.init("phc_bench", { api_host: location.origin, ...${JSON.stringify(options)} });
      await new Promise((resolve) => window.posthog.getSurveys((surveys) => surveys.length > 0 && resolve()));`,
    open: 'window.posthog.displaySurvey("bench", { displayType: "popover", ignoreConditions: true, ignoreDelay: true });',
    ...IN_POSTHOG,
  };
}

/** What the loopback server answers in the place of its API. */
export const POSTHOG_SURVEYS = { surveys: [POSTHOG_SURVEY] };

/** Its rendering package alone: the client that decides when to ask is another. */
function formbricks(): Contender {
  const survey = {
    ...{ id: "bench", name: "Bench", type: "web", status: "inProgress", welcomeCard: { enabled: false } },
    questions: [
      {
        ...{ id: "score", type: "rating", headline: QUESTION, scale: "smiley", range: 5, required: true },
        ...{ lowerLabel: LABELS[0], upperLabel: LABELS[1] },
      },
    ],
    ...{ thankYouCard: { enabled: true, headline: THANKS }, hiddenFields: { enabled: false } },
    ...{ autoClose: null, redirectUrl: null, styling: null, productOverwrites: null, triggers: [], delay: 0 },
  };
  const options = { survey, brandColor: "#1d1d2b", isBrandingEnabled: false, placement: "bottomLeft" };
  return {
    name: "@formbricks/surveys",
    lacks: "the client: who is asked when, and sending",
    ...{ scripts: ["node_modules/@formbricks/surveys/dist/index.umd.js"], styles: [], markup: "", start: "" },
    open: `const tell = ${TELL};
      window.formbricksSurveys.renderSurveyModal({ ...${JSON.stringify(options)},
        onDisplay: () => { tell({ do: "open" }); }, onResponse: (response) => { tell(response); } });`,
    shown: '#fbjs .opacity-100 input[value="4"]',
    score: '#fbjs label:has(input[value="4"])',
    answered: '#fbjs label[for="thankYouCard"]',
  };
}

/** The form itself is another page, in a frame from its maker's servers: nothing is measured of what goes on in there. */
function typeform(): Contender {
  const build = "node_modules/@typeform/embed/build";
  return {
    name: "@typeform/embed",
    lacks: "the form: opening ends with an empty frame",
    ...{ scripts: [`${build}/embed.js`], styles: [`${build}/css/popup.css`], markup: "", start: "" },
    open: 'window.tf.createPopup("bench", { size: 60 }).open();',
    ...{ shown: ".tf-v1-popup iframe", score: null, answered: null },
  };
}
