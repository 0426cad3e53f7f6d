/**
 * Makes `Date` of one realm run from `nowMs`, counted on from the real instant `startedAtMs`. Timers, `performance` and
 * dates with given parts stay as they are. Self-contained, because the page of the app gets it as text.
 *
 * @param {typeof globalThis} realm
 * @param {number} nowMs
 * @param {number} startedAtMs
 */
export function shiftClock(realm, nowMs, startedAtMs) {
  const RealDate = realm.Date;
  const offsetMs = nowMs - startedAtMs;
  const shiftedNow = () => RealDate.now() + offsetMs;

  function shiftedDate(...parts) {
    if (!new.target) return new RealDate(shiftedNow()).toString();
    const target = new.target === shiftedDate ? RealDate : new.target;
    return Reflect.construct(RealDate, parts.length === 0 ? [shiftedNow()] : parts, target);
  }
  // One shared prototype keeps `instanceof Date`, Intl and structuredClone working in both directions.
  Object.defineProperty(shiftedDate, "prototype", { value: RealDate.prototype, writable: false });
  Object.defineProperty(shiftedDate, "name", { value: "Date" });
  Object.defineProperty(shiftedDate, "length", { value: 7 });
  for (const [key, value] of Object.entries({ now: shiftedNow, parse: RealDate.parse, UTC: RealDate.UTC })) {
    Object.defineProperty(shiftedDate, key, { value, writable: true, configurable: true });
  }
  Object.defineProperty(RealDate.prototype, "constructor", { value: shiftedDate, writable: true, configurable: true });
  Object.defineProperty(realm, "Date", { value: shiftedDate, writable: true, configurable: true });
}
