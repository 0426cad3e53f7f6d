import type { JsonObject } from "../../simulator.ts";
import { idOf, microsecondsOf, textOf } from "../row-fields.ts";
import { createSortedRows } from "../sorted-rows.ts";
import { type GorgiasCall, listParameter } from "./gorgias-call.ts";
import { badParameter, limitOf, listPage, orderOf } from "./gorgias-paging.ts";
import { createdKey, eventObjectKey } from "./gorgias-store.ts";

/** The account's history. An object type needs an object id and the other way round. */
export function listEvents({ url, store }: GorgiasCall): JsonObject {
  const objectType = url.searchParams.get("object_type");
  const objectId = url.searchParams.get("object_id");
  if (objectType !== null && objectId === null) throw badParameter("object_id", "Required together with object_type.");
  if (objectId !== null && objectType === null) throw badParameter("object_type", "Required together with object_id.");
  const types = listParameter(url, "types");
  const userIds = listParameter(url, "user_ids");
  const ofObject = objectType !== null && objectId !== null ? eventObjectKey(objectType, objectId) : null;
  return listPage({
    url,
    rows: ofObject ? createSortedRows(store.eventsByObject.get(ofObject) ?? [], createdKey) : store.events,
    order: orderOf(url, ["created_datetime:desc", "created_datetime:asc"]),
    limit: limitOf(url),
    ...createdRange(url),
    accepts: ({ row }) =>
      (types.length === 0 || types.includes(textOf(row, "type") ?? "")) &&
      (userIds.length === 0 || userIds.includes(idOf(row, "user_id"))),
  });
}

/** The half-open range of microseconds that the four `created_datetime[...]` filters leave together. */
function createdRange(url: URL): { atLeast?: number; below?: number } {
  const instant = (side: string): number | null => {
    const text = url.searchParams.get(`created_datetime[${side}]`);
    if (text === null) return null;
    // A client that forgets to escape the plus of an offset sends a space there.
    const microseconds = microsecondsOf(text.replace(/ (\d{2}:?\d{2})$/, "+$1"));
    if (microseconds === null) throw badParameter(`created_datetime[${side}]`, "Not a valid datetime.");
    return microseconds;
  };
  const [after, from, before, until] = [instant("gt"), instant("gte"), instant("lt"), instant("lte")];
  const starts = [after === null ? null : after + 1, from].filter((bound) => bound !== null);
  const ends = [before, until === null ? null : until + 1].filter((bound) => bound !== null);
  return {
    ...(starts.length > 0 ? { atLeast: Math.max(...starts) } : {}),
    ...(ends.length > 0 ? { below: Math.min(...ends) } : {}),
  };
}
