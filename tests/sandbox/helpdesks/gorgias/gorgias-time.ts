/** The vendor's usual date-time text: microseconds and a numeric offset. */
export function gorgiasInstant(at: Date): string {
  return at.toISOString().replace("Z", "000+00:00");
}
