/** How much business hours may hold; pages know it without the schema. */
export const HOURS_LIMITS = {
  intervalsADay: 12,
  holidays: 366,
  /** Characters. */
  holidayName: 100,
};
