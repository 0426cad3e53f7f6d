/** Places of the table; it is left alone when three quarters are taken. */
const PLACES = 1 << 22;
const MOST = PLACES * 0.75;

/**
 * Remembers which ids have come before, in 16 MB whatever their number: by a hash of each, so that one in a thousand
 * million may be taken for another. After three million it remembers no more.
 */
export class SeenIds {
  readonly #hashes = new Uint32Array(PLACES);
  #count = 0;

  /** @returns whether the id was there already */
  add(id: string): boolean {
    const hash = hashOf(id, 0x811c9dc5) || 1;
    let place = hashOf(id, 0x9747b28c) % PLACES;
    for (; this.#hashes[place] !== 0; place = (place + 1) % PLACES) if (this.#hashes[place] === hash) return true;
    if (this.#count >= MOST) return false;
    this.#hashes[place] = hash;
    this.#count++;
    return false;
  }
}

/** FNV-1a with a final mix, 32 bits. */
function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
