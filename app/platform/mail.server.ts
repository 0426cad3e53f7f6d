import { createTransport } from "nodemailer";
import { env } from "./env.server.ts";

/** The server through which mail goes out, and in whose name. */
export interface MailSettings {
  /** smtp:// or smtps://, with user and password where it wants them. */
  url: string;
  from: string;
}

export interface Mail {
  to: readonly string[];
  subject: string;
  text: string;
  html: string;
  /** The same for a mail that is sent again, so that whoever has it already can tell. */
  messageId: string;
}

/**
 * - `unavailable`: the server could not be reached, or asked to be tried later.
 * - `refused`: it takes no mail from us, or none for any of these addresses; the same again would be refused again.
 */
export type MailErrorKind = "unavailable" | "refused";

/** Mail could not be sent. The message never holds an address, and there is no cause: servers quote addresses. */
export class MailError extends Error {
  readonly kind: MailErrorKind;

  constructor(kind: MailErrorKind, code: string) {
    super(`Mail could not be sent: ${code}`);
    this.name = "MailError";
    this.kind = kind;
  }
}

const TIMEOUT_MS = 15_000;

/** How this server sends mail; null where that is not set up. */
export function mailSettings(): MailSettings | null {
  const { SMTP_URL: url, MAIL_FROM, SHOPIFY_APP_URL } = env();
  if (!url) return null;
  return { url, from: MAIL_FROM ?? `Deskworth <no-reply@${new URL(SHOPIFY_APP_URL).hostname}>` };
}

/**
 * Hands a mail to the mail server.
 * @returns how many of the addresses the server refused; it took the mail for all others
 * @throws MailError
 */
export async function sendMail(mail: Mail, { url, from }: MailSettings): Promise<{ refused: number }> {
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const transport = createTransport({ url, ...timeouts });
  try {
    const { rejected } = await transport.sendMail({
      ...mail,
      to: [...mail.to],
      from,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return { refused: rejected.length };
  } catch (error) {
    throw asMailError(error);
  } finally {
    transport.close();
  }
}

/** 4xx answers and broken connections pass by themselves; 5xx do not. */
function asMailError(error: unknown): MailError {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }; // errors of the library carry both
  const isFinal = (typeof responseCode === "number" && responseCode >= 500) || code === "EAUTH" || code === "EENVELOPE";
  const isLater = typeof responseCode === "number" && responseCode < 500;
  return new MailError(isFinal && !isLater ? "refused" : "unavailable", String(responseCode ?? code ?? "unknown"));
}
