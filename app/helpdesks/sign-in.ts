import type { ZodType } from "zod";
import type { CredentialField } from "./credential-field.ts";

/** Our app as it is registered with a vendor. */
export interface OAuthApp {
  clientId: string;
  clientSecret: string;
}

/** What has to be posted to a vendor's token endpoint. Addresses are https and on the vendor's own domain. */
export interface TokenRequest {
  url: string;
  headers: Record<string, string>;
  body: Record<string, string>;
  encoding: "form" | "json";
}

/**
 * Signing in with the vendor by OAuth's authorization code. Pure: it writes addresses and requests and reads answers;
 * sending them, keeping the state parameter and storing tokens is done elsewhere, once for all vendors.
 */
export interface SignIn<Credentials> {
  /** What the merchant has to fill in before leaving for the vendor, such as the subdomain; often nothing. */
  readonly fields: readonly CredentialField[];
  /** Checks and normalises what that form sent. */
  readonly fieldSchema: ZodType<Record<string, string>>;
  /** What is asked for, in the vendor's words. */
  readonly scopes: readonly string[];
  /** Where the browser is sent. `state` comes back unchanged with the code. */
  authorizeUrl(request: { app: OAuthApp; fields: Record<string, string>; state: string; redirectUri: string }): string;
  tokenRequest(request: {
    app: OAuthApp;
    fields: Record<string, string>;
    code: string;
    redirectUri: string;
  }): TokenRequest;
  /**
   * Credentials made from the token endpoint's answer.
   * @throws HelpdeskError `bad-response` when there is no token in it
   */
  credentialsOf(answer: unknown, granted: { fields: Record<string, string>; now: Date }): Credentials;
}

/** Access tokens that end. */
export interface TokenRenewal<Credentials> {
  /** When the access token in these credentials ends; null when it never does, or there is none. Epoch start: at once. */
  endsAt(credentials: Credentials): Date | null;
  /** @param app ours with the vendor, null where these credentials are renewed without it or none is configured */
  request(credentials: Credentials, app: OAuthApp | null): TokenRequest;
  /** The credentials with the new token. A refresh token that the answer leaves out stays as it is. */
  renewed(credentials: Credentials, answer: unknown, now: Date): Credentials;
}
