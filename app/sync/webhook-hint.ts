import { z } from "zod";
import type { KeySources } from "../customers/customer-keys.server.ts";

/** Topics by the route that takes them, as shopify.app.toml subscribes to them. */
export const APP_TOPICS = ["app/uninstalled", "app/scopes_update"] as const;
export const ORDER_TOPICS = [
  "orders/create",
  "orders/updated",
  "orders/cancelled",
  "refunds/create",
  "bulk_operations/finish",
] as const;
export const PRIVACY_TOPICS = ["customers/data_request", "customers/redact", "shop/redact"] as const;

export type WebhookTopic =
  | (typeof APP_TOPICS)[number]
  | (typeof ORDER_TOPICS)[number]
  | (typeof PRIVACY_TOPICS)[number];

/** Whom a privacy request is about: ids, and the hashed keys of the address and number it names. */
export const subjectSchema = z.object({
  customerId: z.string().nullable(),
  keys: z.array(z.string()),
  orderIds: z.array(z.string()),
});
export type PrivacySubject = z.infer<typeof subjectSchema>;

/** What is kept of a webhook: ids and hashes, never what it says about a person. */
export const hintSchema = z.object({
  orderId: z.string().optional(),
  bulkOperationId: z.string().optional(),
  requestId: z.string().optional(),
  subject: subjectSchema.optional(),
});
export type WebhookHint = z.infer<typeof hintSchema>;

/** `wrong-shop`: signed for another shop than the header names. `malformed`: not a body of this topic. */
export type HintOutcome = { hint: WebhookHint } | { refused: "wrong-shop" | "malformed" };

export interface HintRequest {
  topic: WebhookTopic;
  /** The domain that the header names; the signature does not cover it. */
  shopDomain: string;
  body: unknown;
  /** Hashes under the shop's own key. */
  keysOf(sources: KeySources): string[];
}

const id = z
  .union([z.number().int().positive(), z.string().regex(/^\d{1,18}$/)])
  .transform(String)
  .refine((text) => /^\d{1,18}$/.test(text));

const orderBody = z.object({ id });
const refundBody = z.object({ id, order_id: id });
const bulkBody = z.object({ admin_graphql_api_id: z.string().regex(/^gid:\/\/shopify\/BulkOperation\/\d+$/) });
const uninstalledBody = z.object({ id, myshopify_domain: z.string() });
const scopesBody = z.object({ id: z.unknown() });
const contact = z.object({ id: id.nullish(), email: z.string().nullish(), phone: z.string().nullish() });
const ofShop = { shop_domain: z.string() };
/** The bodies of the three privacy topics exclude each other: a body under another's topic is refused. */
const dataRequestBody = z.object({
  ...ofShop,
  customer: contact,
  orders_requested: z.array(id).nullish(),
  data_request: z.object({ id }),
});
const customerRedactBody = z.object({
  ...ofShop,
  customer: contact,
  orders_to_redact: z.array(id).nullish(),
  data_request: z.never().optional(),
});
const shopRedactBody = z.object({ ...ofShop, customer: z.never().optional(), data_request: z.never().optional() });

/**
 * Reduces a webhook's body to its hint. Bodies that name their shop must name the one of the header. Bodies of orders do
 * not, and need not: the order is read again with the named shop's own token, which finds no order of another shop.
 */
export function hintOf(request: HintRequest): HintOutcome {
  const { topic, body } = request;
  switch (topic) {
    case "orders/create":
    case "orders/updated":
    case "orders/cancelled":
      return reduced(orderBody, body, (order) => ({ orderId: order.id }));
    case "refunds/create":
      return reduced(refundBody, body, (refund) => ({ orderId: refund.order_id }));
    case "bulk_operations/finish":
      return reduced(bulkBody, body, (operation) => ({ bulkOperationId: operation.admin_graphql_api_id }));
    case "app/scopes_update":
      return reduced(scopesBody, body, () => ({}));
    case "app/uninstalled":
      return reduced(uninstalledBody, body, (shop) => ofHeader(request, shop.myshopify_domain, () => ({})));
    case "shop/redact":
      return reduced(shopRedactBody, body, (shop) => ofHeader(request, shop.shop_domain, () => ({})));
    case "customers/redact":
      return reduced(customerRedactBody, body, (redact) =>
        ofHeader(request, redact.shop_domain, () => ({
          subject: subjectOf(request, redact.customer, redact.orders_to_redact),
        })),
      );
    case "customers/data_request":
      return reduced(dataRequestBody, body, (asked) =>
        ofHeader(request, asked.shop_domain, () => ({
          subject: subjectOf(request, asked.customer, asked.orders_requested),
          requestId: asked.data_request.id,
        })),
      );
  }
}

function reduced<Body>(
  schema: z.ZodType<Body>,
  body: unknown,
  reduce: (body: Body) => WebhookHint | null,
): HintOutcome {
  const parsed = schema.safeParse(body);
  if (!parsed.success) return { refused: "malformed" };
  const hint = reduce(parsed.data);
  return hint ? { hint } : { refused: "wrong-shop" };
}

function ofHeader({ shopDomain }: HintRequest, named: string, hint: () => WebhookHint): WebhookHint | null {
  return named.toLowerCase() === shopDomain ? hint() : null;
}

function subjectOf(
  { keysOf }: HintRequest,
  customer: z.infer<typeof contact>,
  orderIds: readonly string[] | null | undefined,
): PrivacySubject {
  const customerId = customer.id ?? null;
  const keys = keysOf({
    shopifyCustomerIds: customerId === null ? [] : [customerId],
    emails: customer.email ? [customer.email] : [],
    phones: customer.phone ? [customer.phone] : [],
  });
  return { customerId, keys, orderIds: [...(orderIds ?? [])] };
}
