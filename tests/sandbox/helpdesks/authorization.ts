/** What an `Authorization` header says; "none" when it is absent or of a kind that the vendors do not take. */
export type Authorization =
  | { kind: "basic"; user: string; secret: string }
  | { kind: "bearer"; token: string }
  | { kind: "none" };

export function authorizationOf(headers: Headers): Authorization {
  const [scheme = "", value = ""] = (headers.get("authorization") ?? "").split(/\s+/, 2);
  if (scheme.toLowerCase() === "bearer") return { kind: "bearer", token: value };
  if (scheme.toLowerCase() !== "basic") return { kind: "none" };
  const decoded = Buffer.from(value, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon < 0) return { kind: "none" };
  return { kind: "basic", user: decoded.slice(0, colon), secret: decoded.slice(colon + 1) };
}
