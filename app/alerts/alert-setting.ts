import { z } from "zod";
import { isPublicAddress, literalAddress } from "../helpdesks/public-address.ts";

/** Where alerts go besides the Overview, as a page may know it. */
export interface AlertSetting {
  emails: string[];
  /** As much of the webhook's address as tells it apart: whoever knows all of it can post there. Null without one. */
  webhookMask: string | null;
  /** Language of messages. */
  locale: string;
}

/** What is to be done with the webhook's address, which is never sent back to the browser. */
export type WebhookChange = { kind: "keep" } | { kind: "remove" } | { kind: "set"; url: string };

export type AlertSettingProblem = "email" | "too-many" | "url" | "not-https" | "private";
/** Problems by field; of e-mail addresses the text that is none. */
export interface AlertSettingProblems {
  emails?: { problem: AlertSettingProblem; text: string };
  webhook?: { problem: AlertSettingProblem };
}

export const MOST_EMAILS = 10;
const LONGEST_EMAIL = 254;
const LONGEST_URL = 2_000;

/** The fields of the form, as they are sent. */
const formSchema = z.object({
  emails: z.string().max(5_000),
  webhook: z.string().max(5_000),
  webhookChange: z.enum(["keep", "remove", "set"]),
  locale: z.string().max(20),
});

/**
 * Reads what the form of settings sends: addresses separated by anything that is part of none. Any problem stands with the
 * field it is about, and then nothing is given. Null for what no form of ours sends.
 */
export function readAlertSettingForm(
  form: FormData,
  locales: readonly string[],
):
  | { setting: { emails: string[]; locale: string; webhook: WebhookChange }; problems: null }
  | { setting: null; problems: AlertSettingProblems }
  | null {
  const sent = formSchema.safeParse(Object.fromEntries(form));
  if (!sent.success || !locales.includes(sent.data.locale)) return null;
  const { webhookChange: kind, locale } = sent.data;
  const emails = emailsOf(sent.data.emails);
  const url = sent.data.webhook.trim();
  const wrongEmail = problemOfEmails(emails);
  const wrongUrl = kind === "set" ? problemOfWebhook(url) : null;
  if (wrongEmail || wrongUrl) {
    const problems = { ...(wrongEmail && { emails: wrongEmail }), ...(wrongUrl && { webhook: { problem: wrongUrl } }) };
    return { setting: null, problems };
  }
  return { setting: { emails, locale, webhook: kind === "set" ? { kind, url } : { kind } }, problems: null };
}

function emailsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ""))];
}

function problemOfEmails(emails: readonly string[]): { problem: AlertSettingProblem; text: string } | null {
  const wrong = emails.find((email) => email.length > LONGEST_EMAIL || !z.email().safeParse(email).success);
  if (wrong !== undefined) return { problem: "email", text: wrong.slice(0, 80) };
  return emails.length > MOST_EMAILS ? { problem: "too-many", text: "" } : null;
}

/** Why nothing can be posted to an address; null when it can, or when only its name's resolution tells. */
export function problemOfWebhook(text: string): AlertSettingProblem | null {
  if (text.length > LONGEST_URL || !URL.canParse(text)) return "url";
  const { protocol, hostname, username, password } = new URL(text);
  if (protocol !== "https:") return "not-https";
  if (username !== "" || password !== "") return "url";
  const literal = literalAddress(hostname);
  if (literal !== null && !isPublicAddress(literal)) return "private";
  return hostname === "localhost" || !(hostname.includes(".") || literal !== null) ? "private" : null;
}

/** The host of a webhook's address and its last four characters. */
export function maskWebhook(url: string): string {
  return `${new URL(url).hostname}/…${url.slice(-4)}`;
}
