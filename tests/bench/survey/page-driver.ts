/** A contender as the page drives it. */
export interface Driven {
  markup: string;
  scripts: readonly string[];
  styles: readonly string[];
  shown: string;
  score: string;
  answered: string;
  start(): Promise<void>;
  open(): void;
}

declare global {
  interface Window {
    lookout: {
      find(selector: string): Element | null | undefined;
      until(selector: string): Promise<void>;
      painted(): Promise<void>;
      quiet(): Promise<void>;
    };
  }
}

/**
 * Puts `lookout` into the page that this function runs in, before anything else does; it stands by itself, as only its text gets
 * there. Waiting costs the page nothing until something in it changes.
 */
export function installLookout(): void {
  const TAIL_MS = 300;
  const roots: ParentNode[] = [document];
  const lookers = new Set<() => void>();
  const observer = new MutationObserver(() => {
    for (const look of lookers) look();
  });
  const watch = (root: Node) => observer.observe(root, { childList: true, subtree: true, attributes: true });
  watch(document);
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    roots.push(root);
    watch(root);
    return root;
  };

  const find = (selector: string) => roots.map((root) => root.querySelector(selector)).find((element) => element);
  /** Until it is there, in the markup. */
  const until = (selector: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!find(selector)) return;
        lookers.delete(look);
        resolve();
      };
      lookers.add(look);
      look();
    });
  /** Until what is there now is painted. */
  const painted = () =>
    new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      });
    });
  /** Until replies that are on their way have come, and nothing is left to do. */
  const quiet = async () => {
    await new Promise((resolve) => setTimeout(resolve, TAIL_MS));
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2000 }));
  };
  Object.assign(window, { lookout: { find, until, painted, quiet } });
}

/** Puts `bench` into the page, after `lookout`. Each step answers the milliseconds until painted. */
export function installDriver(): void {
  const { find, until, painted, quiet } = window.lookout;
  const measured = async (name: string, from: number) => {
    await painted();
    const { duration } = performance.measure(name, { start: from });
    await quiet();
    return duration;
  };
  const loaded = (element: HTMLElement) =>
    new Promise((resolve, reject) => {
      element.onload = resolve;
      element.onerror = () => reject(new Error(`${element.outerHTML} did not load`));
      document.head.append(element);
    });
  const loadScript = (path: string) =>
    loaded(Object.assign(document.createElement("script"), { src: `/${path}`, async: false }));
  const loadStyle = (path: string) =>
    loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `/${path}` }));

  let answered: Promise<number> | null = null;
  const bench = {
    async load({ markup, scripts, styles, start }: Driven) {
      const from = performance.now();
      document.body.insertAdjacentHTML("beforeend", markup);
      await Promise.all([...styles.map(loadStyle), ...scripts.map(loadScript)]);
      await start();
      return measured("load", from);
    },
    async open({ open, shown }: Driven) {
      const from = performance.now();
      open();
      await until(shown);
      return measured("open", from);
    },
    /** Starts the wait for what a tap leads to, and tells where to tap. */
    expectTap(driven: Driven) {
      let from = 0;
      const down = ({ timeStamp }: Event) => {
        from = timeStamp;
      };
      addEventListener("pointerdown", down, { capture: true, once: true });
      answered = until(driven.answered).then(() => measured("answer", from));
      const { x, y, width, height } = find(driven.score)?.getBoundingClientRect() ?? new DOMRect();
      return { x: x + width / 2, y: y + height / 2 };
    },
    answer: () => answered,
  };
  Object.assign(window, { bench });
}
