/** A field of the connect form. Label and help text are looked up in the locale files under the vendor's name. */
export interface CredentialField {
  name: string;
  kind: "text" | "secret" | "email" | "host" | "choice";
  /** Shown behind the input, such as ".gorgias.com". */
  suffix?: string;
  /** What a choice may be; each has a label in the locale files. The first one is chosen at first. */
  options?: readonly string[];
}
