import { IANAZone } from "luxon";

const QUARTER_HOUR_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

/**
 * Writes instants as ISO 8601 with the zone's offset at that instant, to the second: 2026-07-01T09:30:00+02:00.
 * @throws RangeError for a zone that does not exist
 */
export function shopTimeWriter(timeZone: string): (at: Date) => string {
  const zone = IANAZone.create(timeZone);
  if (!zone.isValid) throw new RangeError(`There is no time zone ${timeZone}`);
  // Offsets change on quarter hours only, and looking one up costs more than all the rest.
  const offsets = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at.getTime() / QUARTER_HOUR_MS);
    const minutes = offsets.get(quarter) ?? zone.offset(at.getTime());
    offsets.set(quarter, minutes);
    const local = new Date(at.getTime() + minutes * MINUTE_MS).toISOString().slice(0, 19);
    const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    return `${local}${minutes < 0 ? "-" : "+"}${twoDigits(hour)}:${twoDigits(minute)}`;
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
