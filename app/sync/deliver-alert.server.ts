import { z } from "zod";
import type { Alert, AlertMessage, AlertProblem, AlertWriter } from "../alerts/alert.ts";
import { type AlertRecipients, readAlertRecipients } from "../alerts/alert-setting-store.server.ts";
import { ALERT_WAYS, type AlertWay, findAlert, markAlertProblem, markAlertSent } from "../alerts/alert-store.server.ts";
import { sendWebhook, WebhookError } from "../alerts/send-webhook.server.ts";
import { lookedUntil } from "../alerts/week-queries.server.ts";
import { now } from "../platform/clock.ts";
import { env } from "../platform/env.server.ts";
import { takeLease } from "../platform/lease.server.ts";
import { MailError, type MailSettings, mailSettings, sendMail } from "../platform/mail.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import { findInstalledShop, type Shop } from "../platform/shop-store.server.ts";
import { adminAddressOf } from "./sign-in-return.ts";

/** Payload of job `alert-deliver`. */
export const alertDelivery = z.object({ shopId: z.uuid(), alertId: z.uuid(), way: z.enum(ALERT_WAYS) });
export type AlertDelivery = z.infer<typeof alertDelivery>;

/** How messages are written and sent; a program chooses once, a test for itself. */
export interface Sending {
  write: AlertWriter;
  /** Null where the server sends no mail. */
  mail: MailSettings | null;
  /** Left out, requests reach the public internet only. */
  post?: typeof fetch;
}

let adopted: AlertWriter | undefined;

/** Makes `writer` the one who writes the messages of this process: languages are a matter of the interface. */
export function adoptAlertWriter(writer: AlertWriter): void {
  adopted = writer;
}

/**
 * Job `alert-deliver`: sends an alert one way, unless it has gone that way already. A message that was sent by a process
 * that died before noting it is sent again, under the same id.
 * @throws MailError, WebhookError when trying again may help; what cannot be helped is noted with the alert
 */
export async function deliverAlert({ shopId, alertId, way }: AlertDelivery, sending = usualSending()): Promise<void> {
  const [shop, alert] = await Promise.all([findInstalledShop(shopId), findAlert(shopId, alertId)]);
  if (!shop || !alert || (way === "email" ? alert.mailedAt : alert.postedAt) !== null) return;
  const recipients = await readAlertRecipients(shopId);
  if (way === "email" ? recipients.emails.length === 0 : recipients.webhookUrl === null) return;
  try {
    const problem = await send(way, { shop, alert, recipients }, sending);
    if (problem === "mail-not-set-up") await markAlertProblem(shopId, alertId, problem);
    else await markAlertSent({ shopId, alertId, way }, now(), problem);
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    await markAlertProblem(shopId, alertId, problem);
    if (PASSES.has(problem)) throw error;
  }
}

/** What became of a test: how each way went that is set, "sent" or why not. Null where a test has just been sent. */
export type TestOutcome = Partial<Record<AlertWay, AlertProblem | "sent">>;
const TEST_EVERY_SECONDS = 20;

/** Sends a message that tries whether messages arrive, every way that is set. */
export async function sendTestAlert(shopId: string, sending: Sending): Promise<TestOutcome | null> {
  const shop = await findInstalledShop(shopId);
  const claim = { shopId, name: "alert-test", owner: crypto.randomUUID() };
  if (!shop || !(await takeLease(claim, now(), TEST_EVERY_SECONDS))) return null;
  const recipients = await readAlertRecipients(shopId);
  const isSet = { email: recipients.emails.length > 0, webhook: recipients.webhookUrl !== null };
  const outcome: TestOutcome = {};
  for (const way of ALERT_WAYS.filter((one) => isSet[one])) {
    try {
      outcome[way] = (await send(way, { shop, alert: null, recipients }, sending)) ?? "sent";
    } catch (error) {
      const problem = problemOf(error);
      if (!problem) throw error;
      outcome[way] = problem;
    }
  }
  return outcome;
}

interface Letter {
  shop: Shop;
  alert: Alert | null;
  recipients: AlertRecipients;
}

/** @returns what kept it from going out, or some of its addresses from getting it; null when all is well */
async function send(way: AlertWay, letter: Letter, { write, mail, post }: Sending): Promise<AlertProblem | null> {
  const { alert, recipients } = letter;
  if (way === "email" && !mail) return "mail-not-set-up";
  const message = await write(letterOf(letter));
  if (way === "email") return mail && mailTo(recipients.emails, { message, id: alert?.alertId ?? null }, mail);
  if (recipients.webhookUrl !== null) await sendWebhook(recipients.webhookUrl, message, post);
  return null;
}

async function mailTo(
  to: readonly string[],
  { message, id }: { message: AlertMessage; id: string | null },
  settings: MailSettings,
): Promise<AlertProblem | null> {
  const { subject, text, html } = message;
  const { hostname } = new URL(env().SHOPIFY_APP_URL);
  const messageId = `<${id ?? crypto.randomUUID()}@${hostname}>`;
  const { refused } = await sendMail({ to, subject, text, html, messageId }, settings);
  return refused > 0 ? "mail-refused" : null;
}

function letterOf({ shop, alert, recipients: { locale } }: Letter) {
  const { name, currency, domain } = shop;
  const days = shopDaysIn(shop.figuresTimeZone ?? shop.timeZone);
  const path = alert ? `/app/alerts?alert=${alert.alertId}` : "/app/alerts";
  return {
    ...{ alert, locale, shop: { name, currency } },
    untilOn: alert ? lookedUntil(days, alert.weekOn, alert.raisedAt) : days.dayOf(now()),
    link: adminAddressOf({ shopDomain: domain, apiKey: env().SHOPIFY_API_KEY, path }),
  };
}

function problemOf(error: unknown): AlertProblem | null {
  if (error instanceof MailError) return `mail-${error.kind}`;
  return error instanceof WebhookError ? `webhook-${error.kind}` : null;
}

const PASSES: ReadonlySet<AlertProblem> = new Set<AlertProblem>(["mail-unavailable", "webhook-unavailable"]);

function usualSending(): Sending {
  if (!adopted) throw new Error("Nobody writes the messages of this process");
  return { write: adopted, mail: mailSettings() };
}
