import { z } from "zod";
import { HelpdeskError } from "./helpdesk-error.ts";

/** What signing in with a vendor (OAuth) leaves us with. */
export interface AccessTokens {
  accessToken: string;
  /** Null where the vendor gave none: the access token cannot be followed by another then. */
  refreshToken: string | null;
  /** ISO 8601; null when the access token does not end. */
  accessEndsAt: string | null;
}

const token = z.string().regex(/^[\x21-\x7e]{1,8192}$/);

/** Fields of stored tokens, to be spread into a vendor's schema. */
export const accessTokenFields = {
  accessToken: token,
  refreshToken: token.nullable(),
  accessEndsAt: z.iso.datetime().nullable(),
};

const tokenAnswer = z.object({
  access_token: token,
  refresh_token: token.nullish().catch(null),
  expires_in: z.coerce.number().positive().max(1e9).nullish().catch(null),
});

/**
 * Tokens out of a token endpoint's answer (RFC 6749, 5.1).
 * @param usualSeconds how long the vendor's access tokens live where an answer leaves it out; null when they do not end
 * @throws HelpdeskError `bad-response` when there is no token in it
 */
export function tokensIn(
  answer: unknown,
  { now, usualSeconds }: { now: Date; usualSeconds: number | null },
): AccessTokens {
  const parsed = tokenAnswer.safeParse(answer);
  if (!parsed.success)
    throw new HelpdeskError("bad-response", "The helpdesk's token endpoint answered without a token");
  const { access_token, refresh_token, expires_in } = parsed.data;
  const seconds = expires_in ?? usualSeconds;
  return {
    accessToken: access_token,
    refreshToken: refresh_token ?? null,
    accessEndsAt: seconds === null ? null : new Date(now.getTime() + seconds * 1000).toISOString(),
  };
}

/** When the access token ends; null when it never does. */
export function accessEndOf({ accessEndsAt }: AccessTokens): Date | null {
  return accessEndsAt === null ? null : new Date(accessEndsAt);
}

/** @throws HelpdeskError `unauthorised` when there is nothing to ask for another access token with */
export function requireRefreshToken({ refreshToken }: AccessTokens): string {
  if (refreshToken === null) throw new HelpdeskError("unauthorised", "The helpdesk gave no token to renew access with");
  return refreshToken;
}

/**
 * One schema for what a form sends and for what is stored after signing in. Which of the two it is shows in the access
 * token, so that what is wrong with a form is told field by field.
 */
export function formOrSignedIn<Form, SignedIn extends AccessTokens>(
  form: z.ZodType<Form>,
  signedIn: z.ZodType<SignedIn>,
): z.ZodType<Form | SignedIn> {
  return z.unknown().transform((value, context): Form | SignedIn => {
    const isSignedIn = typeof value === "object" && value !== null && "accessToken" in value;
    const result = isSignedIn ? signedIn.safeParse(value) : form.safeParse(value);
    if (result.success) return result.data;
    for (const { path, message } of result.error.issues) context.addIssue({ code: "custom", path: [...path], message });
    return z.NEVER;
  });
}
