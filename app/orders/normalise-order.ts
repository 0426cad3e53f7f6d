import { z } from "zod";
import { minorUnitsOf } from "./money.ts";
import type { ShopOrder, UnreadableOrder } from "./order.ts";

/** Settings that decide whether an order is eligible (METRICS.md 3.2). */
export interface EligibilityRule {
  posOrdersCount: boolean;
  /** Numeric ids of apps that make exchange orders. */
  exchangeAppIds: readonly string[];
}

const orderGid = z.string().regex(/^gid:\/\/shopify\/Order\/\d{1,18}$/);
const EARLIEST = new Date("1970-01-01T00:00:00Z");
const LATEST = new Date("2200-01-01T00:00:00Z");
const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((at) => at >= EARLIEST && at < LATEST);
/** No database column takes a NUL character or half of a surrogate pair. */
const text = z.string().transform((value) => value.replaceAll("\u0000", "").toWellFormed());
const money = z.object({
  shopMoney: z.object({
    amount: z.string().regex(/^-?\d{1,14}(\.\d+)?$/),
    currencyCode: z.string().regex(/^[A-Z]{3}$/),
  }),
});

/** The fields of `ORDER_FIELDS`; more are tolerated. What an app has no access to comes as null. */
const orderNodeSchema = z.object({
  id: orderGid,
  name: text,
  processedAt: instant,
  updatedAt: instant,
  cancelledAt: instant.nullable(),
  test: z.boolean(),
  sourceName: text.nullable(),
  tags: z.array(z.string()),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  app: z.object({ id: z.string() }).nullable(),
  customer: z
    .object({
      id: z.string().regex(/^gid:\/\/shopify\/Customer\/\d{1,20}$/),
      defaultEmailAddress: z.object({ emailAddress: z.string().nullable() }).nullable(),
      defaultPhoneNumber: z.object({ phoneNumber: z.string().nullable() }).nullable(),
    })
    .nullable(),
  totalPriceSet: money,
  totalRefundedSet: money,
});
type OrderNode = z.infer<typeof orderNodeSchema>;

/** Anything that has an order's id, for saying which one could not be read. */
const identified = z.object({ id: orderGid });

/** Reads one order node of the Admin API. Money is exact; a field of another shape sets the whole order aside. */
export function normaliseOrder(node: unknown, rule: EligibilityRule): ShopOrder | UnreadableOrder {
  const parsed = orderNodeSchema.safeParse(node);
  if (parsed.success) return orderOf(parsed.data, rule);
  const reasons = parsed.error.issues.map(({ path, code }) => `${path.join(".") || "order"}: ${code}`);
  return {
    vendorRowId: identified.safeParse(node).data?.id ?? "unknown",
    reason: [...new Set(reasons)].slice(0, 5).join(", "),
  };
}

/** Tells what `normaliseOrder` returned. */
export function isOrder(order: ShopOrder | UnreadableOrder): order is ShopOrder {
  return !("reason" in order);
}

function orderOf(node: OrderNode, rule: EligibilityRule): ShopOrder {
  const { currencyCode } = node.totalPriceSet.shopMoney;
  const grossMinor = minorUnitsOf(node.totalPriceSet.shopMoney.amount, currencyCode) ?? 0n; // the schema admits decimals only
  const refundedMinor = minorUnitsOf(node.totalRefundedSet.shopMoney.amount, currencyCode) ?? 0n;
  return {
    orderId: BigInt(numericId(node.id)),
    name: node.name,
    processedAt: node.processedAt,
    updatedAt: node.updatedAt,
    cancelledAt: node.cancelledAt,
    test: node.test,
    sourceName: node.sourceName,
    eligible: isEligible(node, grossMinor, rule),
    customerId: node.customer && numericId(node.customer.id),
    currency: currencyCode,
    grossMinor,
    refundedMinor,
    netMinor: grossMinor > refundedMinor ? grossMinor - refundedMinor : 0n,
    customer: {
      shopifyCustomerIds: present([node.customer?.id]),
      emails: present([node.email, node.customer?.defaultEmailAddress?.emailAddress]),
      phones: present([node.phone, node.customer?.defaultPhoneNumber?.phoneNumber]),
    },
  };
}

/** A renewal is told from the first order of a subscription by its source; Shopify's tags ignore case. */
function isEligible(node: OrderNode, grossMinor: bigint, rule: EligibilityRule): boolean {
  const isExchange =
    node.tags.some((tag) => tag.trim().toLowerCase() === "exchange") ||
    (node.app !== null && rule.exchangeAppIds.includes(numericId(node.app.id)));
  const isRenewal = node.sourceName === "subscription_contract";
  const isUnwantedPos = node.sourceName === "pos" && !rule.posOrdersCount;
  return !node.test && node.cancelledAt === null && grossMinor > 0n && !isExchange && !isRenewal && !isUnwantedPos;
}

function numericId(gid: string): string {
  return gid.slice(gid.lastIndexOf("/") + 1);
}

function present(values: readonly (string | null | undefined)[]): string[] {
  return values.filter((value) => typeof value === "string" && value !== "").map(String);
}
