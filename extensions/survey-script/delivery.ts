import { keep, recall, visit, visitorName } from "./storage.ts";
import type { Answer, Progress, Subject } from "./subject.ts";

/** One asked survey with what is still to be delivered; survives a change of page in the session storage. */
interface Errand {
  path: string;
  opening: object;
  token?: string | undefined;
  answer?: Answer;
}

export interface Delivery {
  /** Sends all that has been answered so far; repeats it until it arrives or there is no hope. */
  answer(answer: Answer): void;
  /** Tries again what failed. */
  retry(): void;
  /** Says that the shopper closed the panel without an answer. */
  dismiss(): void;
}

interface Reply {
  /** 0 where no usable reply came. */
  status: number;
  token?: string;
  waitSeconds?: number;
}

const KEY = "answer";
const MOST_TRIES = 6;
const SECOND = 1000;

/** Tells the app that a survey is shown, and delivers what is answered to it. */
export function startDelivery(path: string, lang: string, subject: Subject, tell: (told: Progress) => void): Delivery {
  const errand: Errand = { path, opening: { do: "open", visitor: visitorName(), lang, ...subject } };
  const opened = open(errand);
  let isBusy = false;
  const retry = async () => {
    keep(visit, KEY, JSON.stringify(errand));
    if (isBusy) return;
    isBusy = true;
    await opened;
    await deliver(errand, tell);
    isBusy = false;
  };
  return {
    answer: (answer) => {
      errand.answer = answer;
      retry();
    },
    retry,
    dismiss: async () => {
      await opened;
      if (errand.token) post(path, { do: "dismiss", token: errand.token });
    },
  };
}

/** Delivers what an earlier page of this visit could not. */
export function resumeDelivery(): void {
  const left = recall(visit, KEY);
  // Written by this very script; what anyone else wrote there is refused by the app.
  if (left) deliver(JSON.parse(left) as Errand, () => undefined);
}

async function deliver(errand: Errand, tell: (told: Progress) => void): Promise<void> {
  let mayRenew = true;
  for (let tries = 1; ; ) {
    const { answer } = errand;
    const { status, waitSeconds = 0 } = await attempt(errand);
    if (status === 200) {
      if (answer !== errand.answer) continue;
      keep(visit, KEY, null);
      return tell("sent");
    }
    if (status === 410 && mayRenew) {
      mayRenew = false;
      errand.token = undefined;
      continue;
    }
    if (status > 399 && status < 500 && status !== 429) {
      keep(visit, KEY, null);
      return tell("refused");
    }
    if (tries === MOST_TRIES) return tell("failed");
    tell("waiting");
    await pause(Math.max(2 ** tries++ / 2, waitSeconds) * SECOND);
  }
}

async function attempt(errand: Errand): Promise<Reply> {
  if (!errand.token) {
    const reply = await open(errand);
    // A page of the shop in the app's place, as before its password, is no answer.
    if (!errand.token) return reply.status === 200 ? { status: 0 } : reply;
  }
  return post(errand.path, { do: "answer", token: errand.token, ...errand.answer });
}

async function open(errand: Errand): Promise<Reply> {
  const reply = await post(errand.path, errand.opening);
  errand.token = reply.token;
  return reply;
}

async function post(path: string, body: object): Promise<Reply> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      keepalive: true,
    });
    const { status, ok, headers } = response;
    return ok ? { ...(await response.json()), status } : { status, waitSeconds: Number(headers.get("Retry-After")) };
  } catch {
    return { status: 0 };
  }
}

/** Ends early when the browser is online again. */
function pause(milliseconds: number): Promise<unknown> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
    addEventListener("online", resolve, { once: true });
  });
}
