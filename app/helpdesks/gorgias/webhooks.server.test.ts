import { expect, test } from "vitest";
import { HelpdeskError } from "../helpdesk-error.ts";
import { createHelpdeskHttp } from "../http-client.server.ts";
import { gorgiasWebhooks } from "./webhooks.server.ts";

test("only a delivery that carries our secret is believed", () => {
  const verify = (given: string | null, secret: string) => {
    const headers = new Headers(given === null ? {} : { "x-deskworth-secret": given });
    return gorgiasWebhooks.verify({ headers, body: new Uint8Array(), receivedAt: new Date() }, secret);
  };
  expect(verify("right", "right")).toBe(true);
  for (const wrong of ["wrong", "righ", "rightt", "", null]) expect(verify(wrong, "right")).toBe(false);
  expect(verify("", "")).toBe(false);
});

test("a delivery names one ticket or, when the address is tried, none; anything else is no delivery", () => {
  const idsIn = gorgiasWebhooks.ticketIdsIn;
  expect(idsIn({ ticket_id: "41" })).toEqual(["41"]);
  expect(idsIn({ ticket_id: 41, event: "?" })).toEqual(["41"]);
  expect([idsIn({ ticket_id: "" }), idsIn({ ticket_id: null })]).toEqual([[], []]);
  for (const other of [null, [], {}, "41", { ticket_id: -1 }, { ticket_id: "4 1" }, { ticket_id: "{{ticket.id}}" }])
    expect(idsIn(other)).toBeNull();
});

test("subscribing hands over address and secret and asks for nothing but the ticket's id", async () => {
  const posted: unknown[] = [];
  const http = httpWith(async (request) => {
    posted.push(await request.json());
    return Response.json({ id: 77 }, { status: 201 });
  });
  const to = { url: "https://app.example.com/hook", secret: "s3cret" };
  expect(await gorgiasWebhooks.subscribe?.(http, to)).toEqual({ subscriptionId: "77", secret: null });
  expect(posted).toMatchObject([
    {
      type: "http",
      http: { url: to.url, headers: { "x-deskworth-secret": "s3cret" }, form: { ticket_id: "{{ticket.id}}" } },
    },
  ]);
});

test("ending a subscription that is gone is no error, ending one that may not be ended is", async () => {
  const end = async (status: number) =>
    gorgiasWebhooks.unsubscribe?.(
      httpWith(async () => new Response("{}", { status })),
      "77",
    );
  await expect(end(404)).resolves.toBeUndefined();
  await expect(end(403)).rejects.toThrow(HelpdeskError);
});

function httpWith(answer: (request: Request) => Promise<Response>) {
  return createHelpdeskHttp({
    ...{ baseUrl: "https://fern.gorgias.com", headers: {}, rateBudgets: () => [] },
    fetch: (input, init) => answer(new Request(input, init)),
  });
}
