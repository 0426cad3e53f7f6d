/** Text of a table's first cell that keeps to one line; there others break. */
export function OneLine({ text }: { text: string }) {
  return <span style={{ whiteSpace: "nowrap" }}>{text}</span>;
}
