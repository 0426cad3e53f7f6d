import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { HelpdeskError, unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseRows } from "../parse-rows.ts";
import { orNull, vendorId } from "../vendor-fields.ts";
import type { WebhookDelivery, WebhookSubscription, Webhooks } from "../webhooks.ts";
import { readAllPages } from "./list-pages.server.ts";

const SIGNATURE = "x-helpscout-signature";
/** Longer secrets are not taken. */
const LONGEST_SECRET = 40;
const PATH = "/webhooks";

/** Everything that changes what is counted. */
const EVENTS = [
  ...["convo.created", "convo.deleted", "convo.merged", "convo.moved", "convo.assigned", "convo.status", "convo.tags"],
  ...["convo.customer.reply.created", "convo.agent.reply.created", "convo.note.created", "satisfaction.ratings"],
];

/** Signed with a secret of ours: HMAC-SHA1 over the body, in base64. */
export const helpscoutWebhooks: Webhooks = {
  secretFrom: "ours",
  mayBeUnsigned: false,
  subscribe,
  unsubscribe: async (http, subscriptionId) => remove(http, subscriptionId),
  isSigned: ({ headers }) => headers.has(SIGNATURE),
  verify,
  ticketIdsIn,
};

function verify({ headers, body }: WebhookDelivery, secret: string): boolean {
  const given = Buffer.from(headers.get(SIGNATURE) ?? "", "base64");
  const expected = createHmac("sha1", sharedPart(secret)).update(body).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function sharedPart(secret: string): string {
  return secret.slice(0, LONGEST_SECRET);
}

const subscribed = z.object({ id: vendorId, url: orNull(z.string()) });

/** An earlier subscription of the same address is replaced, so subscribing twice leaves one. */
async function subscribe(http: HelpdeskHttp, to: { url: string; secret: string }): Promise<WebhookSubscription> {
  for (const { id } of await subscriptionsOf(http, to.url)) await remove(http, id);
  const { headers } = await http.post(PATH, {
    url: to.url,
    events: EVENTS,
    secret: sharedPart(to.secret),
    payloadVersion: "V2",
    label: "Deskworth",
  });
  const told = headers.get("resource-id") ?? /\/(\d+)\/?$/.exec(headers.get("location") ?? "")?.[1];
  const subscriptionId = told ?? (await subscriptionsOf(http, to.url)).at(-1)?.id;
  if (subscriptionId === undefined)
    throw new HelpdeskError("bad-response", "The helpdesk does not say under which id it keeps the subscription", {
      path: PATH,
    });
  return { subscriptionId, secret: null };
}

async function subscriptionsOf(http: HelpdeskHttp, url: string) {
  const rows = await readAllPages(http, { path: PATH, name: "webhooks" });
  return parseRows(subscribed, rows, "webhook").rows.filter((webhook) => webhook.url === url);
}

async function remove(http: HelpdeskHttp, id: string): Promise<void> {
  await unlessMissing(http.delete(`${PATH}/${encodeURIComponent(id)}`));
}

const delivered = z.looseObject({
  id: z.unknown().optional(),
  /** A rating names its conversation; which of the two names newer payloads use is not documented. */
  ticketId: z.unknown().optional(),
  conversationId: z.unknown().optional(),
});

/** Fields that customers and organizations have, and conversations have not. */
const NOT_A_CONVERSATION = ["firstName", "emails", "organization", "domains"];

/** The body is a conversation, a rating, or nothing but a deleted conversation's id. */
function ticketIdsIn(body: unknown): string[] | null {
  const result = delivered.safeParse(body);
  if (!result.success) return null;
  const { id, ticketId, conversationId } = result.data;
  const named = idOf(ticketId) ?? idOf(conversationId);
  if (named !== null) return [named];
  const own = NOT_A_CONVERSATION.some((field) => field in result.data) ? null : idOf(id);
  return own === null ? [] : [own];
}

function idOf(value: unknown): string | null {
  const id = typeof value === "number" || typeof value === "string" ? String(value) : "";
  return /^[1-9]\d{0,18}$/.test(id) ? id : null;
}
