import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Rates of one web process; several processes together let that many times as much through. */
const A_MINUTE = 60;
/** Opening, score and comment of forty shoppers behind one address, as in an office. */
const ADDRESS_REQUESTS_A_MINUTE = 120;
/** Ten times what the busiest shops have, and little enough to leave others their share. */
const SHOP_REQUESTS_A_MINUTE = 12_000;

const ofAddress = new RateLimiterMemory({ points: ADDRESS_REQUESTS_A_MINUTE, duration: A_MINUTE });
const ofShop = new RateLimiterMemory({ points: SHOP_REQUESTS_A_MINUTE, duration: A_MINUTE });

/**
 * Counts a request against the limits of its address in this shop, where the address is known, and of the shop.
 * @returns seconds to wait where a limit is reached, else null
 */
export async function waitSecondsOf(shopDomain: string, address: string | null): Promise<number | null> {
  const waits = address === null ? null : await consume(ofAddress, `${shopDomain} ${address}`);
  return waits ?? consume(ofShop, shopDomain);
}

/** The limiter throws its result where nothing is left. */
async function consume(limiter: RateLimiterMemory, key: string): Promise<number | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (reached) {
    if (!(reached instanceof RateLimiterRes)) throw reached;
    return Math.max(1, Math.ceil(reached.msBeforeNext / 1000));
  }
}
