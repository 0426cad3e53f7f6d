import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import { reamazeChannel } from "./channels.ts";
import { reamazeCredentialSchema } from "./credentials.ts";
import { normaliseReamazeTicket } from "./normalise-ticket.ts";
import { parseConversations, parseStaff } from "./parse-reamaze.ts";
import { staffIdOf } from "./staff-id.ts";

test("done, archived and both automatic ways of being done are closed; open, responded, on hold and with the AI are open", () => {
  const states = Array.from({ length: 10 }, (_, status) => ticketOf({ status }));
  expect(states.map(({ isOpen }) => isOpen)).toEqual([
    true,
    true,
    false,
    false,
    false,
    true,
    false,
    true,
    false,
    false,
  ]);
  expect(
    states.map(({ excluded }) => excluded).flatMap((reason, status) => (reason ? [`${status} ${reason}`] : [])),
  ).toEqual(["3 spam", "9 spam"]);
});

test("nothing tells when a conversation was closed, so its closing time is unknown however long ago it was", () => {
  const updated_at = "2026-05-02T10:00:00.000+02:00";
  expect(ticketOf({ status: 2, updated_at }).closedAt).toBeNull();
});

test("a status beyond the ten that are known is set aside with its slug, as is a row without a readable time", () => {
  const { rows, setAside } = parseConversations([
    conversation({ slug: "odd-status", status: 12 }),
    conversation({ slug: "odd-time", created_at: 5 }),
    conversation({ slug: "fine" }),
  ]);
  expect(rows.map(({ slug }) => slug)).toEqual(["fine"]);
  expect(setAside.map(({ vendorRowId }) => vendorRowId)).toEqual(["ticket odd-status", "ticket odd-time"]);
  expect(setAside[0]?.reason).toMatch(/^status: /);
});

test("the documented example is a ticket without any of the fields that are not documented", () => {
  const ticket = ticketOf({
    ...{ subject: "A mug", slug: "a-mug", created_at: "2026-03-01T09:00:00.250-08:00", tag_list: ["", "mug"] },
    author: { name: "Ola", email: "ola@post.example" },
    last_customer_message: { body: "Hello?", created_at: "2026-03-01T10:00:00.500-08:00" },
  });
  expect(ticket).toMatchObject({
    ...{ ticketId: "a-mug", channel: "email", isOpen: true, closedAt: null, excluded: null, assigneeId: null },
    ...{ createdAt: new Date("2026-03-01T17:00:00.250Z"), version: Date.parse("2026-03-01T18:00:00.500Z") },
    customer: { customerId: null, shopifyCustomerIds: [], emails: ["ola@post.example"], phones: [] },
    tags: ["mug"],
  });
});

test("the version is the latest of what the row tells, the undocumented time of change included where it comes", () => {
  const updated_at = "2026-03-04T00:00:00.000Z";
  expect(ticketOf({ updated_at }).version).toBe(Date.parse(updated_at));
  expect(ticketOf({ updated_at: null }).version).toBe(Date.parse("2026-03-01T17:00:00Z"));
});

test("how a conversation began tells the medium before the inbox does; unknown numbers of either are other", () => {
  expect(reamazeChannel(17, 1)).toBe("contact-form");
  expect(reamazeChannel(0, 1)).toBe("chat");
  expect(reamazeChannel(19, 16)).toBe("instagram");
  expect([1, 2, 3, 6, 8, 9, 10, 12, 13, 14, 15, 16].map((kind) => reamazeChannel(null, kind))).toEqual([
    "email",
    "twitter",
    "facebook",
    "chat",
    "instagram",
    "sms",
    "phone",
    "facebook",
    "facebook",
    "instagram",
    "whatsapp",
    "instagram",
  ]);
  for (const vague of [7, 11, 16]) expect(reamazeChannel(vague, 15)).toBe("whatsapp");
  expect(reamazeChannel(null, null)).toBe("other");
  expect(reamazeChannel(99, 77)).toBe("other");
});

test("when staff began a conversation, its customer is the one among its followers", () => {
  const author = { name: "Ines", email: "Ines@Shop.example" };
  const followers = [
    { ...author, "staff?": true, "customer?": false },
    { name: "Helper", email: "bot@shop.example", "staff?": false, "bot?": true },
    { id: 77, name: "Rui", email: "rui@post.example", mobile: "+351 210 000 000", "customer?": true },
  ];
  const identity = { customerId: "77", emails: ["rui@post.example"], phones: ["+351 210 000 000"] };
  expect(ticketOf({ author, followers }).customer).toMatchObject(identity);
  expect(ticketOf({ author, followers: followers.slice(2) }, [agent("ines@shop.example")]).customer).toMatchObject(
    identity,
  );
  expect(ticketOf({ author, followers: followers.slice(0, 1) }).customer.emails).toEqual([]);
});

test("addresses that the helpdesk invents and phones that are no numbers tell nobody apart", () => {
  const author = { id: 5, name: "x", email: "instagram-1@social.reamaze.com", mobile: "anonymous" };
  expect(ticketOf({ author }).customer).toEqual({ customerId: "5", shopifyCustomerIds: [], emails: [], phones: [] });
  expect(ticketOf({ author: null }).customer.customerId).toBeNull();
});

test("a linked Shopify customer is found under any name that says so, and no other number is taken for one", () => {
  const linked = (data: object) => ticketOf({ author: { email: "a@b.example", data } }).customer.shopifyCustomerIds;
  expect(linked({ "(mug.myshopify.com) Customer ID": "7100400000011" })).toEqual(["7100400000011"]);
  expect(linked({ shopify_customer_id: 7100400000022 })).toEqual(["7100400000022"]);
  expect(linked({ reference: "gid://shopify/Customer/7100400000033" })).toEqual(["7100400000033"]);
  expect(linked({ "(mug.myshopify.com) Order count": "3", customer_id: "12", "shopify customer idea": "4" })).toEqual(
    [],
  );
  expect(ticketOf({ data: { shopify_customer_id: "91" } }).customer.shopifyCustomerIds).toEqual(["91"]);
});

test("staff are known by their address, in whichever case, also where only the address stands for the assignee", () => {
  expect(ticketOf({ assignee: { name: "Ines", email: "INES@shop.example" } }).assigneeId).toBe(
    staffIdOf("ines@shop.example"),
  );
  expect(ticketOf({ assignee: "ines@shop.example" }).assigneeId).toBe(staffIdOf("ines@shop.example"));
  expect(ticketOf({ assignee: { name: "Team" } }).assigneeId).toBeNull();
  expect(staffIdOf("ines@shop.example")).toMatch(/^\d{1,15}$/);
  expect(staffIdOf(" ")).toBeNull();
});

test("a row of staff that cannot be read is set aside without naming its address", () => {
  const { rows, setAside } = parseStaff([
    { name: "Ines", email: "ines@shop.example" },
    { name: "Bo", email: 4 },
  ]);
  expect(rows).toHaveLength(1);
  expect(setAside.map(({ vendorRowId }) => vendorRowId)).toEqual(["staff row 2"]);
});

test("NUL characters and halves of letters do not get into tags and slugs", () => {
  const ticket = ticketOf({ slug: "a\0b", tag_list: ["x\ud800y\0"] });
  expect(ticket.ticketId).toBe("ab");
  expect(ticket.tags).toEqual(["x\ufffdy"]);
});

test("the brand is read from any address that people paste, and nothing but one label gets through", () => {
  const brandOf = (subdomain: string) =>
    reamazeCredentialSchema.safeParse({ subdomain, email: "a@b.example", apiToken: "t0ken" }).data?.subdomain;
  expect(brandOf("https://Mug-Shop.reamaze.com/admin/inbox")).toBe("mug-shop");
  expect(brandOf("mug-shop.reamaze.io")).toBe("mug-shop");
  expect(brandOf(" mug-shop ")).toBe("mug-shop");
  for (const bad of ["mug.shop", "mug-shop.reamaze.io.evil.example", "a@b", "", "-x"])
    expect(brandOf(bad)).toBeUndefined();
});

function conversation(fields: object): object {
  return { slug: "a-mug", status: 0, created_at: "2026-03-01T17:00:00.000Z", category: { channel: 1 }, ...fields };
}

function ticketOf(fields: object, agents: HelpdeskAgent[] = []) {
  const { rows, setAside } = parseConversations([conversation(fields)]);
  const [row] = rows;
  if (!row) throw new Error(`The row cannot be read: ${setAside[0]?.reason}`);
  return normaliseReamazeTicket(row, new Map(agents.map((known) => [known.agentId, known])));
}

function agent(email: string): HelpdeskAgent {
  return { agentId: staffIdOf(email) ?? "", name: "Ines", kind: "human", active: true };
}
