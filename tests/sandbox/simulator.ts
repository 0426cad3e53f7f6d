/**
 * One simulated third party. The sandbox server finds the simulator that owns the host an outgoing request was meant
 * for, and hands it the request with its original URL (`https://acme.gorgias.com/api/tickets?limit=100`).
 */
export interface Simulator {
  /** Shown in the sandbox's own log, for example "gorgias". */
  readonly name: string;
  /** Whether a request meant for `host` (without port) is this simulator's. */
  owns(host: string): boolean;
  handle(request: Request): Promise<Response>;
}

/** The instant the sandbox lives in. Simulators never read the system clock themselves. */
export type SandboxClock = () => Date;

export type JsonObject = Record<string, unknown>;
