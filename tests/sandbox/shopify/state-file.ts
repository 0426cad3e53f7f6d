import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { TokenBook, TokenBookState } from "./token-book.ts";
import { isObject } from "./values.ts";

interface Installation {
  isInstalled: boolean;
  scopes: readonly string[];
}

/** Whether and with which scopes the app is installed; kept in a file together with the tokens when there is one. */
export class StateFile {
  isInstalled = false;
  scopes: readonly string[] = [];
  readonly #file: string | undefined;
  readonly #tokens: TokenBook;
  #saved = "";

  constructor(file: string | undefined, tokens: TokenBook) {
    this.#file = file;
    this.#tokens = tokens;
  }

  /** Takes up what the file holds; what is given wins over it. */
  load(given: { isInstalled: boolean | undefined; scopes: readonly string[] }): void {
    const saved = this.#read();
    this.isInstalled = given.isInstalled ?? saved?.isInstalled ?? false;
    this.scopes = saved?.scopes ?? given.scopes;
    if (saved) this.#tokens.restore(saved.tokens);
  }

  change(change: Partial<Installation>): void {
    this.isInstalled = change.isInstalled ?? this.isInstalled;
    this.scopes = change.scopes ?? this.scopes;
    this.save();
  }

  save(): void {
    if (this.#file === undefined) return;
    const state = JSON.stringify({ isInstalled: this.isInstalled, scopes: this.scopes, tokens: this.#tokens.save() });
    if (state !== this.#saved) writeFileSync(this.#file, state);
    this.#saved = state;
  }

  #read(): (Installation & { tokens: TokenBookState }) | null {
    if (this.#file === undefined || !existsSync(this.#file)) return null;
    const state: unknown = JSON.parse(readFileSync(this.#file, "utf8"));
    const isOurs = isObject(state) && typeof state.isInstalled === "boolean" && isObject(state.tokens);
    if (!isOurs) throw new Error(`${this.#file} is not a state file of the sandbox; delete it to start afresh`);
    // Written by `save` above, as the check has just made sure.
    return state as unknown as Installation & { tokens: TokenBookState };
  }
}
