const PREFIX = "deskworth:";

/** The stored text, or null: also where the browser denies storage. */
export function recall(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/** Stores a text, or removes it for null. Without storage it is forgotten with the page, which is all right. */
export function keep(storage: () => Storage, key: string, text: string | null): void {
  try {
    if (text === null) storage().removeItem(PREFIX + key);
    else storage().setItem(PREFIX + key, text);
  } catch {
    return;
  }
}

export const lasting = () => localStorage;
export const visit = () => sessionStorage;

/** A random name for this browser, the same on every visit where storage allows; holds nothing about the person. */
export function visitorName(): string {
  const name = recall(lasting, "visitor") ?? crypto.randomUUID();
  keep(lasting, "visitor", name);
  return name;
}
