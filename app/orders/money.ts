/** Currencies whose minor unit is not a hundredth (ISO 4217): everything else has two decimals. */
const NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ");
const THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND".split(" ");

/** Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigitsOf(currency: string): 0 | 2 | 3 {
  if (NO_DECIMALS.includes(currency)) return 0;
  return THREE_DECIMALS.includes(currency) ? 3 : 2;
}

/**
 * Minor units of a decimal amount such as "12.5" (1250 for EUR), without floating point. Decimals beyond the minor unit
 * are rounded, halves away from zero. Null for a text that is no decimal number.
 */
export function minorUnitsOf(amount: string, currency: string): bigint | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (!match) return null;
  const [, sign = "", whole = "", decimals = ""] = match;
  const digits = minorDigitsOf(currency);
  const kept = BigInt(whole + decimals.slice(0, digits).padEnd(digits, "0"));
  const rounded = (decimals[digits] ?? "0") >= "5" ? kept + 1n : kept;
  return sign === "-" ? -rounded : rounded;
}
