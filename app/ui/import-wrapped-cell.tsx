/** Text of a table's cell that breaks into lines; other cells keep to one. */
export function Wrapped({ text }: { text: string }) {
  return <div style={{ whiteSpace: "normal", minWidth: "11rem", maxWidth: "28rem" }}>{text}</div>;
}
