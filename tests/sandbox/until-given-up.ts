/**
 * A request hears of its client through a weak reference: one that nobody holds can be collected with all that waits for it.
 */
const waiting = new Set<Request>();

/**
 * Waits until a request's client gives up.
 * @param atMost milliseconds; absent: for ever
 * @returns whether the client gave up
 */
export async function untilGivenUp(request: Request, atMost?: number): Promise<boolean> {
  waiting.add(request);
  const hasGivenUp = await new Promise<boolean>((resolve) => {
    const timer = atMost === undefined ? undefined : setTimeout(() => resolve(false), atMost);
    const giveUp = () => {
      clearTimeout(timer);
      resolve(true);
    };
    if (request.signal.aborted) giveUp();
    else request.signal.addEventListener("abort", giveUp, { once: true });
  });
  waiting.delete(request);
  return hasGivenUp;
}
