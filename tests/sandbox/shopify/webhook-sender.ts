import { createHmac, randomUUID } from "node:crypto";
import type { JsonObject, SandboxClock } from "../simulator.ts";
import type { AppConfig, WebhookSubscription } from "./app-config.ts";
import { isObject } from "./values.ts";

/** How one sending departs from the ordinary; nothing given is a well-behaved delivery. */
export interface SendOptions {
  /** Extra copies with the same webhook id, as at-least-once delivery makes them. */
  duplicates?: number;
  delayMs?: number;
  /** Delays every copy by up to 300 ms at random, so that deliveries overtake each other. */
  shuffle?: boolean;
  /** Changes the body after it was signed. */
  tamper?: boolean;
  /** Names another shop in the header than the one that signed. */
  shopHeader?: string;
  /** Signs with another secret; null leaves the signature out. */
  secret?: string | null;
  triggeredAt?: Date;
}

export interface Attempt {
  at: string;
  /** Null when no answer came in time. */
  status: number | null;
  durationMs: number;
}

export interface Delivery {
  topic: string;
  uri: string;
  webhookId: string;
  eventId: string;
  state: "pending" | "delivered" | "failed";
  attempts: Attempt[];
}

export interface SenderOptions {
  /** Where relative uris of the app configuration lead. */
  appOrigin: string;
  apiSecret: string;
  shopDomain: string;
  config: AppConfig;
  clock: SandboxClock;
  /** Pauses before each further try after a failure, in real milliseconds. */
  retryDelaysMs: readonly number[];
}

/** Shopify gives an app five seconds, and calls everything but a 2xx a failure. */
const TIME_LIMIT_MS = 5000;
/** Eight retries, Shopify's four hours scaled down to half a minute. */
export const SCALED_RETRY_DELAYS_MS = [250, 500, 1000, 2000, 4000, 6000, 8000, 8000];

/** Delivers webhooks to where the app's own configuration wants them, and keeps a log of every try. */
export class WebhookSender {
  readonly deliveries: Delivery[] = [];
  readonly #options: SenderOptions;
  readonly #pending = new Set<Promise<void>>();
  readonly #closed = new AbortController();
  #held: (() => void)[] | null = null;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Sends to every subscription of the topic and waits for the last try; resolves with the deliveries. */
  async send(topic: string, payload: JsonObject, options: SendOptions = {}): Promise<Delivery[]> {
    const eventId = randomUUID();
    const triggeredAt = options.triggeredAt ?? this.#options.clock();
    const subscriptions = this.#options.config.subscriptions.filter((subscription) => subscription.topic === topic);
    if (subscriptions.length === 0) throw new Error(`the app configuration subscribes to no topic "${topic}"`);
    const deliveries = subscriptions.flatMap((subscription) => {
      const body = JSON.stringify(cutDown(payload, subscription.includeFields));
      const delivery: Delivery = {
        topic,
        uri: subscription.uri,
        webhookId: randomUUID(),
        eventId,
        state: "pending",
        attempts: [],
      };
      const copies = 1 + (options.duplicates ?? 0);
      return Array.from({ length: copies }, () =>
        this.#start({ delivery: { ...delivery, attempts: [] }, body, options, triggeredAt, subscription }),
      );
    });
    return Promise.all(deliveries);
  }

  /** As `send`, but quietly does nothing for a topic that the app does not subscribe to. */
  async sendIfSubscribed(topic: string, payload: JsonObject, options?: SendOptions): Promise<Delivery[]> {
    const isSubscribed = this.#options.config.subscriptions.some((subscription) => subscription.topic === topic);
    return isSubscribed ? this.send(topic, payload, options) : [];
  }

  /** Keeps webhooks back until `release`, which lets them go in the order it is asked for. */
  hold(): void {
    this.#held ??= [];
  }

  release(order: "sent" | "reversed" = "sent"): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const go of order === "reversed" ? held.toReversed() : held) go();
  }

  /** Resolves when no delivery is under way or waiting for a retry. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
  }

  close(): void {
    this.#closed.abort();
    this.release();
  }

  async #start(job: Job): Promise<Delivery> {
    this.deliveries.push(job.delivery);
    const delivered = this.#deliver(job);
    this.#pending.add(delivered);
    await delivered.finally(() => this.#pending.delete(delivered));
    return job.delivery;
  }

  async #deliver(job: Job): Promise<void> {
    if (this.#held) await new Promise<void>((go) => this.#held?.push(go));
    const waitMs = (job.options.delayMs ?? 0) + (job.options.shuffle ? Math.random() * 300 : 0);
    if (waitMs > 0) await this.#pause(waitMs);
    for (const delayMs of [0, ...this.#options.retryDelaysMs]) {
      if (delayMs > 0) await this.#pause(delayMs);
      if (this.#closed.signal.aborted) break;
      const attempt = await this.#attempt(job);
      job.delivery.attempts.push(attempt);
      if (attempt.status === null || attempt.status < 200 || attempt.status > 299) continue;
      job.delivery.state = "delivered";
      return;
    }
    job.delivery.state = "failed";
  }

  async #attempt(job: Job): Promise<Attempt> {
    const startedAt = performance.now();
    const at = this.#options.clock().toISOString();
    const timeLimit = AbortSignal.any([AbortSignal.timeout(TIME_LIMIT_MS), this.#closed.signal]);
    const status = await fetch(new URL(job.subscription.uri, this.#options.appOrigin), {
      method: "POST",
      headers: this.#headers(job),
      body: job.options.tamper ? `${job.body} ` : job.body,
      redirect: "manual",
      signal: timeLimit,
    }).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.status;
      },
      () => null,
    );
    return { at, status, durationMs: Math.round(performance.now() - startedAt) };
  }

  #headers({ delivery, body, options, triggeredAt }: Job): Record<string, string> {
    const secret = options.secret === undefined ? this.#options.apiSecret : options.secret;
    return {
      "content-type": "application/json",
      "user-agent": "Shopify-Captain-Hook",
      "x-shopify-topic": delivery.topic,
      ...(secret === null ? {} : { "x-shopify-hmac-sha256": signBody(body, secret) }),
      "x-shopify-shop-domain": options.shopHeader ?? this.#options.shopDomain,
      "x-shopify-api-version": this.#options.config.webhookApiVersion,
      "x-shopify-webhook-id": delivery.webhookId,
      "x-shopify-event-id": delivery.eventId,
      "x-shopify-triggered-at": triggeredAt.toISOString(),
    };
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resume) => {
      const timer = setTimeout(resume, ms);
      this.#closed.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resume();
      });
    });
  }
}

interface Job {
  delivery: Delivery;
  subscription: WebhookSubscription;
  body: string;
  options: SendOptions;
  triggeredAt: Date;
}

/** `X-Shopify-Hmac-Sha256` of a raw body. */
function signBody(body: string, secret: string): string {
  return createHmac("sha256", secret).update(body, "utf8").digest("base64");
}

/** The part of a body that `include_fields` names; dotted names reach into objects and the objects of lists. */
export function cutDown(payload: JsonObject, includeFields: readonly string[] | null): JsonObject {
  if (includeFields === null) return payload;
  const cut: JsonObject = {};
  for (const field of includeFields) copyField(payload, cut, field.split("."));
  return cut;
}

function copyField(from: JsonObject, to: JsonObject, [key, ...rest]: string[]): void {
  if (key === undefined || !(key in from)) return;
  const value = from[key];
  if (rest.length === 0) {
    to[key] = value;
  } else if (isObject(value)) {
    const inner: JsonObject = isObject(to[key]) ? to[key] : {};
    to[key] = inner;
    copyField(value, inner, rest);
  } else if (Array.isArray(value)) {
    const known: unknown[] = Array.isArray(to[key]) ? to[key] : [];
    to[key] = value.map((item, place) => {
      const kept = known[place];
      const inner: JsonObject = isObject(kept) ? kept : {};
      if (isObject(item)) copyField(item, inner, rest);
      return inner;
    });
  } else {
    to[key] = value;
  }
}
