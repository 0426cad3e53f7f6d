import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AdminApiError, adminQuery } from "./admin-graphql.server.ts";
import { now } from "./clock.ts";
import { decrypt, encrypt, newMatchKey } from "./crypto.server.ts";
import { db, inTransaction } from "./database.server.ts";
import { enqueue, queue } from "./queue.server.ts";
import { SHOP_FACTS, SHOP_IDENTITY } from "./shop.graphql.ts";

/** A shop that has installed the app, with its settings. */
export interface Shop {
  shopId: string;
  /** `*.myshopify.com`. */
  domain: string;
  name: string;
  /** IANA. */
  timeZone: string;
  /** ISO 4217. */
  currency: string;
  /** ISO 3166 alpha-2; null where Shopify does not say. */
  countryCode: string | null;
  /** Granted scopes, as Shopify names them. */
  scopes: string[];
  /** Encrypted; `keyMakerOf` opens it. */
  matchKey: string;
  installedAt: Date;
  /** Null while installed. */
  uninstalledAt: Date | null;
  windowDays: number;
  anchor: string;
  replyRequired: boolean;
  posOrdersCount: boolean;
  exchangeAppIds: string[];
  /** The zone that the figures on show were computed in; null until it differs from the shop's for the first time. */
  figuresTimeZone: string | null;
}

/** A job or a page names a shop of which nothing is held. */
export class ShopNotFoundError extends Error {
  readonly kind = "shop-not-found";

  constructor(shopId: string) {
    super(`There is no shop ${shopId}`);
    this.name = "ShopNotFoundError";
  }
}

/** The shop by its `*.myshopify.com` domain, installed or not; null when nothing of it is held. */
export async function findShopByDomain(domain: string): Promise<Shop | null> {
  const row = await db().shop.findUnique({ where: { domain } });
  return row && shopOf(row);
}

/** @throws ShopNotFoundError, for example after the shop's data was erased */
export async function requireShopById(shopId: string): Promise<Shop> {
  const row = await db().shop.findUnique({ where: { shopId } });
  if (!row) throw new ShopNotFoundError(shopId);
  return shopOf(row);
}

/** The shop if it exists and is installed, else null: a job for it has nothing to do. */
export async function findInstalledShop(shopId: string): Promise<Shop | null> {
  const row = await db().shop.findFirst({ where: { shopId, uninstalledAt: null } });
  return row && shopOf(row);
}

/** All shops that have the app now. */
export async function listInstalledShops(): Promise<Shop[]> {
  const rows = await db().shop.findMany({ where: { uninstalledAt: null }, orderBy: { shopId: "asc" } });
  return rows.map(shopOf);
}

/** What makes customer keys for this shop. @throws DecryptionError */
export function keyMakerOf(shop: Pick<Shop, "shopId" | "matchKey" | "countryCode">): {
  matchKey: Buffer;
  countryCode: string | null;
} {
  return {
    matchKey: Buffer.from(decrypt(shop.matchKey, matchKeyPlace(shop.shopId)), "base64"),
    countryCode: shop.countryCode,
  };
}

/**
 * The shop of a merchant who has just been authenticated. On first sight it is created from what Shopify says of it; one
 * that comes back after uninstalling goes on with what is held. Either starts its order sync.
 * @throws AdminApiError
 */
export async function ensureShop(domain: string): Promise<Shop> {
  const known = await findShopByDomain(domain);
  if (known && !known.uninstalledAt) return known;
  await queue();
  return known ? reinstall(known) : create(domain);
}

/** Sets the shop to uninstalled and removes its sessions; what is held stays until Shopify asks for its erasure. */
export async function markUninstalled(domain: string): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.session.deleteMany({ where: { shop: domain } });
    await tx.shop.updateMany({ where: { domain, uninstalledAt: null }, data: { uninstalledAt: now() } });
  });
}

/** What Shopify says of the shop now. @throws AdminApiError */
export function fetchShop({ domain }: Pick<Shop, "domain">): Promise<ShopFacts> {
  return fetchShopFacts(domain);
}

/** Asks Shopify for the granted scopes and stores them. @returns the shop before and after. @throws AdminApiError */
export async function refreshScopes(shop: Shop): Promise<Shop> {
  const { scopes } = await fetchShopFacts(shop.domain);
  await db().shop.updateMany({ where: { shopId: shop.shopId }, data: { scopes: scopes.join(",") } });
  await db().session.updateMany({ where: { shop: shop.domain }, data: { scope: scopes.join(",") } });
  return { ...shop, scopes };
}

/**
 * Whether Shopify takes our token, which it does only while the app is installed. "unknown" when Shopify cannot be
 * asked just now.
 */
export async function checkInstalled(domain: string): Promise<"installed" | "uninstalled" | "unknown"> {
  try {
    await adminQuery(domain, { document: SHOP_IDENTITY, schema: identitySchema, attempts: 1 });
    return "installed";
  } catch (error) {
    if (!(error instanceof AdminApiError)) throw error;
    if (error.kind === "signed-out") return "uninstalled";
    return error.kind === "access-denied" ? "installed" : "unknown";
  }
}

const identitySchema = z.object({ shop: z.object({ id: z.string() }) });

async function reinstall(shop: Shop): Promise<Shop> {
  const installedAt = now();
  const { scopes } = await fetchShopFacts(shop.domain);
  await inTransaction(async (tx) => {
    await tx.shop.update({
      where: { shopId: shop.shopId },
      data: { uninstalledAt: null, installedAt, scopes: scopes.join(",") },
    });
    // Takes up the changes since; where the first load had not ended, it goes on with that.
    await enqueue("orders-reconcile", { shopId: shop.shopId }, { tx, singletonKey: shop.shopId });
  });
  return requireShopById(shop.shopId);
}

async function create(domain: string): Promise<Shop> {
  const { scopes, ...facts } = await fetchShopFacts(domain);
  const shopId = randomUUID();
  const matchKey = encrypt(newMatchKey(), matchKeyPlace(shopId));
  await inTransaction(async (tx) => {
    // Two first requests may come at once: one of them creates the shop, the other finds it.
    const { count } = await tx.shop.createMany({
      data: [{ shopId, domain, ...facts, scopes: scopes.join(","), matchKey, installedAt: now() }],
      skipDuplicates: true,
    });
    if (count === 1) await enqueue("orders-load", { shopId }, { tx, singletonKey: shopId });
  });
  const row = await db().shop.findUniqueOrThrow({ where: { domain } });
  return shopOf(row);
}

const shopFactsSchema = z.object({
  shop: z.object({
    name: z.string(),
    ianaTimezone: z.string().min(1),
    currencyCode: z.string().length(3),
    shopAddress: z.object({ countryCodeV2: z.string().nullable() }),
  }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});

export type ShopFacts = Pick<Shop, "name" | "timeZone" | "currency" | "countryCode" | "scopes">;

async function fetchShopFacts(domain: string): Promise<ShopFacts> {
  const { shop, currentAppInstallation } = await adminQuery(domain, { document: SHOP_FACTS, schema: shopFactsSchema });
  return {
    name: shop.name,
    timeZone: shop.ianaTimezone,
    currency: shop.currencyCode,
    countryCode: shop.shopAddress.countryCodeV2,
    scopes: currentAppInstallation.accessScopes.map(({ handle }) => handle),
  };
}

type ShopRow = Awaited<ReturnType<ReturnType<typeof db>["shop"]["findUniqueOrThrow"]>>;

function shopOf({ scopes, ...row }: ShopRow): Shop {
  return { ...row, scopes: scopes.split(",").filter((scope) => scope !== "") };
}

function matchKeyPlace(shopId: string): string {
  return `shop/${shopId}/match_key`;
}
