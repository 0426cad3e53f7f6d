/** Where pages of shared texts go when they are too many to keep. */
export interface PageStore {
  save(page: number, text: string): Promise<void>;
  load(page: number): Promise<string>;
}

const TEXTS_A_PAGE = 4_096;
/** Characters held in memory at a time. */
const MOST_KEPT = 12 * 1024 * 1024;

/**
 * The shared texts of a workbook, of which there may be millions: the pages used last stay in memory, the others go to
 * the store. Spreadsheets number texts in the order in which they first appear, so that a sheet read from its top
 * needs few pages at a time.
 */
export class SharedTexts {
  readonly #store: PageStore;
  /** Pages in memory, the one used longest ago first. */
  readonly #kept = new Map<number, readonly string[]>();
  readonly #sizes = new Map<number, number>();
  readonly #saved = new Set<number>();
  readonly #mostKept: number;
  #keptSize = 0;
  #page: string[] = [];
  #pages = 0;

  constructor(store: PageStore, mostKept = MOST_KEPT) {
    this.#store = store;
    this.#mostKept = mostKept;
  }

  /** Adds texts behind those that are there. */
  async add(texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      this.#page.push(text);
      if (this.#page.length === TEXTS_A_PAGE) await this.finish();
    }
  }

  /** Ends the page that is being filled; after the last text it must be called. */
  async finish(): Promise<void> {
    if (this.#page.length === 0) return;
    // A copy: what a reader gives are parts of longer texts, which would stay in memory with them.
    const texts: string[] = JSON.parse(JSON.stringify(this.#page)); // the same texts
    this.#keep(this.#pages, texts);
    this.#pages++;
    this.#page = [];
    await this.#shrink();
  }

  /** The texts of these indexes; one that does not exist is empty. Reads every page once, however they are mixed. */
  async look(indexes: Iterable<number>): Promise<Map<number, string>> {
    const byPage = Map.groupBy(new Set(indexes), (index) => Math.floor(index / TEXTS_A_PAGE));
    const found = new Map<number, string>();
    for (const [page, wanted] of byPage) {
      const texts = await this.#open(page);
      for (const index of wanted) found.set(index, texts[index % TEXTS_A_PAGE] ?? "");
    }
    return found;
  }

  async #open(page: number): Promise<readonly string[]> {
    if (page >= this.#pages) return [];
    const kept = this.#kept.get(page);
    if (kept) {
      this.#kept.delete(page);
      this.#kept.set(page, kept);
      return kept;
    }
    const texts: string[] = JSON.parse(await this.#store.load(page)); // written by #shrink
    this.#keep(page, texts);
    await this.#shrink();
    return texts;
  }

  #keep(page: number, texts: readonly string[]): void {
    const size = this.#sizes.get(page) ?? texts.reduce((sum, text) => sum + text.length + 16, 0);
    this.#sizes.set(page, size);
    this.#kept.set(page, texts);
    this.#keptSize += size;
  }

  async #shrink(): Promise<void> {
    for (const [page, texts] of this.#kept) {
      if (this.#keptSize <= this.#mostKept || this.#kept.size <= 1) return;
      if (!this.#saved.has(page)) await this.#store.save(page, JSON.stringify(texts));
      this.#saved.add(page);
      this.#kept.delete(page);
      this.#keptSize -= this.#sizes.get(page) ?? 0;
    }
  }
}
