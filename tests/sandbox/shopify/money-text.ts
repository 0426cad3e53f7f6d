/** Adds two amounts as Shopify writes them ("12.50"), exactly, with as many decimals as the longer one has. */
export function addAmounts(a: string, b: string): string {
  const decimals = Math.max(decimalsOf(a), decimalsOf(b));
  const sum = scaled(a, decimals) + scaled(b, decimals);
  const sign = sum < 0n ? "-" : "";
  const digits = (sum < 0n ? -sum : sum).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(digits.length - decimals)}`;
}

/** Whether amount `a` is at least `b`. */
export function isAtLeast(a: string, b: string): boolean {
  const decimals = Math.max(decimalsOf(a), decimalsOf(b));
  return scaled(a, decimals) >= scaled(b, decimals);
}

function decimalsOf(amount: string): number {
  return amount.split(".")[1]?.length ?? 0;
}

function scaled(amount: string, decimals: number): bigint {
  const [whole = "0", fraction = ""] = amount.split(".");
  return BigInt(`${whole}${fraction.padEnd(decimals, "0")}`);
}
