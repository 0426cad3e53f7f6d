import { z } from "zod";
import type { CredentialField } from "../credential-field.ts";

/** A user's access token for one account of one installation, hosted or the merchant's own. */
export interface ChatwootCredentials {
  /** Origin of the installation, such as "https://chat.example.com" or "https://chat.example.com:8443". */
  host: string;
  accountId: string;
  accessToken: string;
}

export const chatwootCredentialFields: readonly CredentialField[] = [
  { name: "host", kind: "host" },
  { name: "accountId", kind: "text" },
  { name: "accessToken", kind: "secret" },
];

export const chatwootCredentialSchema: z.ZodType<ChatwootCredentials> = z.object({
  host: z.string().transform((text, context) => {
    const origin = originIn(text);
    if (origin !== null) return origin;
    context.addIssue({ code: "custom", message: "hostInvalid" });
    return z.NEVER;
  }),
  accountId: z
    .string()
    .trim()
    .regex(/^[1-9]\d{0,15}$/, "accountIdInvalid"),
  accessToken: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,512}$/, "secretInvalid"),
});

const LONGEST_HOST = 253;

/**
 * The https origin that somebody typed or copied from the browser, where the path starts with "/app"; null for anything
 * that could lead a request elsewhere. Whether the host may be asked at all is decided when it is asked.
 */
function originIn(text: string): string | null {
  const trimmed = text.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (url === null || url.protocol !== "https:" || url.username !== "" || url.password !== "") return null;
  if (!/^\/(app(\/.*)?)?$/.test(url.pathname) || trimmed.includes("@")) return null;
  const hostname = url.hostname.replace(/\.$/, "");
  if (hostname === "" || hostname.length > LONGEST_HOST || !isHost(hostname)) return null;
  return `https://${hostname}${url.port === "" ? "" : `:${url.port}`}`;
}

/** A name of labels, or an address; a URL's host may hold characters that no host has. */
function isHost(hostname: string): boolean {
  const isAddress = /^\[[0-9a-f:.]+\]$/.test(hostname);
  return isAddress || /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(hostname);
}

/** Host and account, such as "chat.example.com/3": account numbers begin at 1 on every installation. */
export function chatwootAccount({ host, accountId }: ChatwootCredentials): string {
  return `${new URL(host).host}/${accountId}`;
}

/** Where the account's API lives. */
export function chatwootBaseUrl({ host, accountId }: ChatwootCredentials): string {
  return `${host}/api/v1/accounts/${accountId}`;
}

/** The vendor documents this name with underscores and knows no other. */
export function chatwootAuthorisation({ accessToken }: ChatwootCredentials): Record<string, string> {
  return { api_access_token: accessToken };
}

/** Address of a conversation in the installation's own interface. */
export function chatwootTicketUrl(account: string, ticketId: string): string {
  const [host = "", accountId = ""] = account.split("/");
  return `https://${host}/app/accounts/${encodeURIComponent(accountId)}/conversations/${encodeURIComponent(ticketId)}`;
}
