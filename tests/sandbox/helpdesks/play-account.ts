import type { SandboxClock, Simulator } from "../simulator.ts";
import type { HelpdeskControl } from "./helpdesk-control.ts";
import { createRequestLog } from "./request-log.ts";

/** What the control methods of every vendor change in the same way. */
export interface AccessState {
  revoked: boolean;
  /** Of the user whom the credentials belong to. */
  role: "admin" | "agent";
}

export interface AccountPlay {
  name: string;
  clock: SandboxClock;
  owns(host: string): boolean;
  /** The endpoint with its variable parts named, such as "/api/tickets/{id}"; null when there is none. */
  endpointOf(path: string, method: string): string | null;
  answer(request: Request, url: URL, access: AccessState): Promise<Response>;
}

/** The part of a simulator that is the same for all vendors: its log of requests and who may ask. */
export function playAccount(
  play: AccountPlay,
): Simulator & Pick<HelpdeskControl, "requests" | "revokeAccess" | "restoreAccess" | "setRole"> {
  const requests = createRequestLog();
  const access: AccessState = { revoked: false, role: "admin" };
  return {
    name: play.name,
    owns: play.owns,
    requests,
    async handle(request) {
      const url = new URL(request.url);
      const response = await play.answer(request, url, access);
      const endpoint = play.endpointOf(url.pathname, request.method);
      requests.record({
        at: play.clock(),
        method: request.method,
        path: url.pathname,
        search: url.search,
        endpoint: endpoint === null ? "unknown" : `${request.method} ${endpoint}`,
        status: response.status,
      });
      return response;
    },
    revokeAccess: () => {
      access.revoked = true;
    },
    restoreAccess: () => {
      access.revoked = false;
    },
    setRole: (role) => {
      access.role = role;
    },
  };
}

/** A path's parts, matched against a template such as "/tickets/{id}"; null when it does not fit. */
export function partsOf(template: string, path: string): Record<string, string> | null {
  const wanted = template.split("/");
  const given = path.replace(/(.)\/$/, "$1").split("/");
  if (wanted.length !== given.length) return null;
  const parts: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? "";
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name !== undefined && actual !== "") parts[name] = decodeURIComponent(actual);
    else if (part !== actual) return null;
  }
  return parts;
}
