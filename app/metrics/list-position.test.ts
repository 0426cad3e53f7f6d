import { expect, test } from "vitest";
import { readListPosition, writeListPosition } from "./list-position.ts";

test("a position that is none is null, one that was written is read back", () => {
  const position = {
    place: -1.5,
    connectionId: "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ticketId: 'a"\\',
    rowId: "r 1",
  };
  expect(readListPosition(writeListPosition(position))).toEqual(position);
  const wrong = [{ rowId: "\0" }, { connectionId: "" }, { place: 1e99 }, { place: Number.NaN }];
  const texts = wrong.map((part) => writeListPosition({ ...position, ...part }));
  for (const text of [null, "", "[]", "{", "[1]", ...texts]) expect(readListPosition(text), String(text)).toBeNull();
});
