import type { Db } from "../platform/database.server.ts";
import { type BusinessHours, businessHoursSchema } from "./business-hours.ts";

/** By what a generation of daily figures is computed. */
export interface FigureSettings {
  shopId: string;
  generation: number;
  timeZone: string;
  businessHours: BusinessHours | null;
}

interface SettingsRow {
  generation: number;
  timeZone: string;
  businessHours: unknown;
}

/**
 * The generations of figures that are kept up to date: the one that pages show, and the one that is being computed in a new
 * zone or in new business hours, if there is any. None for a shop that is not known.
 */
export async function selectFigureSettings(tx: Db, shopId: string): Promise<FigureSettings[]> {
  const rows = await tx.$queryRaw<SettingsRow[]>`
    select figures_generation as generation, coalesce(figures_time_zone, time_zone) as "timeZone",
           figures_hours as "businessHours"
    from shop where shop_id = ${shopId}::uuid
    union all
    select generation, time_zone, business_hours from figure_rebuild where shop_id = ${shopId}::uuid
    order by 1`;
  return rows.map(({ generation, timeZone, businessHours }) => ({
    ...{ shopId, generation, timeZone },
    businessHours: parseHours(businessHours),
  }));
}

/** Hours as the database holds them. @throws ZodError when the column holds something else */
export function parseHours(stored: unknown): BusinessHours | null {
  return stored === null ? null : businessHoursSchema.parse(stored);
}
