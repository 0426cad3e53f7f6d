import { byAgent, type CaseKit } from "./case-kit.ts";
import { DAY, HOUR, MINUTE, SECOND } from "./neutral-model.ts";
import { nationalPhone } from "./neutral-people.ts";

const WINDOW = 5 * DAY;

/** Tickets and orders around every edge of METRICS.md 3. */
export function planCreditCases(kit: CaseKit): void {
  windowEdges(kit);
  rivals(kit);
  ties(kit);
  influence(kit);
  sameCustomer(kit);
  weakKeys(kit);
  ineligibleOrders(kit);
  refundedOrders(kit);
}

function windowEdges(kit: CaseKit): void {
  const edges = [
    ["order-one-second-before-the-ticket", -SECOND],
    ["order-at-the-instant-of-the-ticket", 0],
    ["order-exactly-at-the-end-of-the-window", WINDOW],
    ["order-a-millisecond-after-the-window", WINDOW + 1],
  ] as const;
  edges.forEach(([name, gap], index) => {
    const person = kit.person();
    const at = kit.at(24 - index, 9) + 123;
    kit.answered(name, kit.contact(person), at);
    kit.order(name, person, at + gap);
  });
  const person = kit.person();
  kit.answered("window-still-open", kit.contact(person), kit.at(2, 9));
  kit.order("window-still-open", person, kit.at(1, 9));
}

function rivals(kit: CaseKit): void {
  const one = kit.person();
  const contact = kit.contact(one);
  kit.answered("two-tickets-one-order", contact, kit.at(20, 9));
  kit.answered("two-tickets-one-order", contact, kit.at(18, 9));
  kit.order("two-tickets-one-order", one, kit.at(17, 9));

  const two = kit.person();
  const [first, second] = [kit.agent("gorgias", 1), kit.agent("gorgias", 2)];
  kit.ticket("one-ticket-two-orders-two-agents", kit.contact(two), {
    at: kit.at(19, 9),
    tell: (script) =>
      script
        .customer()
        .wait(HOUR)
        .reply(first)
        .wait(2 * DAY)
        .customer()
        .wait(HOUR)
        .reply(second)
        .close(byAgent(second)),
  });
  kit.order("one-ticket-two-orders-two-agents", two, kit.at(18, 9));
  kit.order("one-ticket-two-orders-two-agents", two, kit.at(16, 9), { total: 25_050, currentTotal: 25_050 });

  const three = kit.person();
  kit.answered("tickets-in-both-helpdesks", kit.contact(three, "gorgias"), kit.at(15, 9));
  kit.answered("tickets-in-both-helpdesks", kit.contact(three, "zendesk"), kit.at(14, 9));
  kit.order("tickets-in-both-helpdesks", three, kit.at(13, 9));

  // One name works in both helpdesks; each credit belongs to its own helpdesk's agent.
  for (const helpdesk of ["gorgias", "zendesk"] as const) {
    const person = kit.person();
    const namesake = kit.staff.agents.get(helpdesk)?.find((agent) => agent.name === "Sam Okafor");
    kit.answered("same-name-in-both-helpdesks", kit.contact(person, helpdesk), kit.at(12, 9), namesake);
    kit.order("same-name-in-both-helpdesks", person, kit.at(11, 9));
  }
}

function ties(kit: CaseKit): void {
  const text = kit.person();
  for (const fixedId of [9_999_999, 10_000_000]) {
    kit.answered("tie-by-text-order-of-ids", kit.contact(text), kit.at(12, 10)).fixedId = fixedId;
  }
  kit.order("tie-by-text-order-of-ids", text, kit.at(11, 10));

  const desk = kit.person();
  for (const helpdesk of ["zendesk", "gorgias"] as const) {
    kit.answered("tie-by-name-of-helpdesk", kit.contact(desk, helpdesk), kit.at(12, 11)).fixedId = 8_001;
  }
  kit.order("tie-by-name-of-helpdesk", desk, kit.at(11, 11));

  const reply = kit.person();
  for (const minutes of [30, 20]) {
    kit.ticket("tie-by-latest-reply", kit.contact(reply), {
      at: kit.at(12, 12),
      tell: (script) =>
        script
          .customer()
          .wait(minutes * MINUTE)
          .reply(kit.agent("gorgias", minutes / 10)),
    });
  }
  kit.order("tie-by-latest-reply", reply, kit.at(11, 12));
}

function influence(kit: CaseKit): void {
  const agent = kit.agent("gorgias", 3);
  const stories: [string, Parameters<CaseKit["ticket"]>[2]["tell"]][] = [
    [
      "reply-only-after-the-order",
      (script) =>
        script
          .customer()
          .wait(2 * DAY)
          .reply(agent),
    ],
    ["reply-at-the-instant-of-the-order", (script) => script.customer().wait(DAY).reply(agent)],
    ["automated-reply-only", (script) => script.customer().wait(MINUTE).automation(kit.staff.robot)],
    ["reply-that-failed", (script) => script.customer().wait(HOUR).failedReply(agent, "failed")],
    ["note-but-no-reply", (script) => script.customer().wait(HOUR).note(agent)],
    ["notes-only", (script) => script.wait(MINUTE).note(agent).wait(HOUR).close(byAgent(agent))],
    ["agent-opened", (script) => script.reply(agent).wait(HOUR).customer().wait(HOUR).reply(agent)],
  ];
  stories.forEach(([name, tell], index) => {
    const person = kit.person();
    const at = kit.at(22 - index, 13);
    kit.ticket(name, kit.contact(person), { at, tell });
    kit.order(name, person, at + DAY);
  });
  const person = kit.person();
  kit.answered("later-ticket-still-unanswered", kit.contact(person), kit.at(12, 13));
  kit.ticket("later-ticket-still-unanswered", kit.contact(person), { at: kit.at(11, 13), tell: (s) => s.customer() });
  kit.order("later-ticket-still-unanswered", person, kit.at(10, 13));
}

function sameCustomer(kit: CaseKit): void {
  const linked = kit.person();
  const link = { shopifyIds: linked.shopifyId === null ? [] : [linked.shopifyId], emails: [] };
  kit.answered("linked-in-gorgias-without-address", kit.contact(linked, "gorgias", link), kit.at(20, 14));
  kit.order("linked-in-gorgias-without-address", linked, kit.at(19, 14));

  const external = kit.person();
  const externalLink = { shopifyIds: external.shopifyId === null ? [] : [external.shopifyId], emails: [] };
  kit.answered("linked-in-zendesk-without-address", kit.contact(external, "zendesk", externalLink), kit.at(20, 15));
  kit.order("linked-in-zendesk-without-address", external, kit.at(19, 15));

  const shared = kit.person();
  const foreign = kit.person();
  const wrongLink = { shopifyIds: foreign.shopifyId === null ? [] : [foreign.shopifyId] };
  kit.answered("other-link-but-same-address", kit.contact(shared, "gorgias", wrongLink), kit.at(18, 14));
  kit.order("other-link-but-same-address", shared, kit.at(17, 14));

  const guest = kit.person({ email: "gästin.noël@example.com" });
  kit.answered("guest-with-the-address-in-another-case", kit.contact(guest), kit.at(16, 14));
  const written = `  ${"Gästin.NOËL@Example.com".normalize("NFD")} `;
  const email = { value: "gästin.noël@example.com", written };
  kit.order("guest-with-the-address-in-another-case", guest, kit.at(15, 14), { person: null, email });

  const dotted = kit.person({ email: "pim.dot+news@example.com" });
  const undotted = [{ value: "pimdot@example.com", written: "pimdot@example.com" }];
  kit.answered(
    "dots-and-plus-are-other-addresses",
    kit.contact(dotted, "gorgias", { emails: undotted }),
    kit.at(14, 14),
  );
  kit.order("dots-and-plus-are-other-addresses", dotted, kit.at(13, 14));
}

function weakKeys(kit: CaseKit): void {
  const phone = "+31618000001";
  const caller = kit.person({ email: null, phone });
  const national = { phones: [{ value: phone, written: nationalPhone(phone) }] };
  kit.answered("national-phone-number", kit.contact(caller, "zendesk", national), kit.at(12, 14));
  kit.order("national-phone-number", caller, kit.at(11, 14));

  const shared = "+31618000002";
  const [asks, buys] = [kit.person({ phone: shared }), kit.person({ phone: shared })];
  kit.answered("two-people-share-a-phone", kit.contact(asks), kit.at(10, 14));
  kit.order("two-people-share-a-phone", buys, kit.at(9, 14));

  const gift = kit.person();
  kit.answered("address-of-the-account-not-of-the-order", kit.contact(gift), kit.at(10, 15));
  const other = { value: "office.orders@example.com", written: "office.orders@example.com" };
  kit.order("address-of-the-account-not-of-the-order", gift, kit.at(9, 15), { email: other });

  kit.ticket("ticket-without-a-customer", null, {
    at: kit.at(10, 16),
    tell: (script) =>
      script
        .customer()
        .wait(HOUR)
        .reply(kit.agent("gorgias"))
        .close(byAgent(kit.agent("gorgias"))),
  });
}

function ineligibleOrders(kit: CaseKit): void {
  const changes = [
    ["test-order", { test: true }],
    ["order-of-zero", { total: 0, currentTotal: 0 }],
    ["cancelled-order", { cancelledAt: kit.at(20, 16), currentTotal: 0 }],
    ["exchange", { tags: ["exchange"] }],
    ["renewal", { sourceName: "subscription_contract" }],
    ["first-order-of-a-subscription", { sourceName: "subscription_contract_checkout_one" }],
    ["point-of-sale-order", { sourceName: "pos" }],
    ["edited-order", { currentTotal: 14_000 }],
  ] as const;
  for (const [name, change] of changes) {
    const person = kit.person();
    kit.answered(name, kit.contact(person), kit.at(23, 16));
    kit.order(name, person, kit.at(22, 16), "tags" in change ? { tags: [...change.tags] } : change);
  }
}

function refundedOrders(kit: CaseKit): void {
  const refunds = [
    ["refunded-in-part", 23, [2_500], 3],
    ["refunded-in-two-parts", 23, [2_500, 1_500], 3],
    ["refunded-in-full", 23, [10_000], 3],
    ["refunded-more-than-charged", 23, [10_695], 3],
    ["refunded-after-ninety-days", 120, [4_000], 93],
  ] as const;
  for (const [name, daysAgo, amounts, after] of refunds) {
    const person = kit.person();
    kit.answered(name, kit.contact(person, "zendesk"), kit.at(daysAgo, 17));
    const placedAt = kit.at(daysAgo - 1, 17);
    const given = amounts.map((amount, index) => ({ at: placedAt + (after + index) * DAY, amount }));
    // The returned goods leave the order at list price, whatever was paid back.
    kit.order(name, person, placedAt, { refunds: given, currentTotal: 1_000 });
  }
}
