import { createTransport } from "nodemailer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWebhookReceiver, WEBHOOK_HOST, WEBHOOK_PATH } from "../webhook-receiver.ts";
import { type MailServer, startMailServer } from "./mail-server.ts";
import { mailboxPage } from "./mailbox-page.ts";

const MAIL = {
  from: "Desk <alerts@desk.example>",
  to: "lead@shop.example",
  subject: "CSAT fell <b>",
  text: "From 4.4 to 2.9",
};
let server: MailServer;
beforeAll(async () => {
  server = await startMailServer(() => new Date("2026-11-20T09:00:00Z"));
});
afterAll(() => server.close());

test("an e-mail arrives with its parts, and the mailbox shows it without believing it", async () => {
  const transport = createTransport(server.url);
  await transport.sendMail({ ...MAIL, html: "<script>alert(1)</script><p>From 4.4 to 2.9</p>" });
  expect(server.mails).toMatchObject([
    { from: '"Desk" <alerts@desk.example>', to: ["lead@shop.example"], subject: MAIL.subject, text: MAIL.text },
  ]);
  const page = mailboxPage(server.mails, "Fernworks");
  expect(page).toContain("CSAT fell &lt;b&gt;");
  expect(page).not.toContain("<script>");
  expect(page).toContain('<iframe sandbox=""');
});

test("a busy server refuses for the moment and takes the next attempt", async () => {
  server.refuseNext();
  const transport = createTransport(server.url);
  await expect(transport.sendMail(MAIL)).rejects.toMatchObject({ responseCode: 451 });
  await transport.sendMail(MAIL);
  expect(server.mails).toHaveLength(2);
});

test("the webhook receiver takes messages at its own address, and refuses in the service's words", async () => {
  const receiver = makeWebhookReceiver(() => new Date("2026-11-20T09:00:00Z"));
  const post = async (path: string, body: string) => {
    const answer = await receiver.handle(new Request(`https://${WEBHOOK_HOST}${path}`, { method: "POST", body }));
    return `${answer.status} ${await answer.text()}`;
  };
  expect(await post(WEBHOOK_PATH, '{"text":"CSAT fell"}')).toBe("200 ok");
  expect(await post("/services/T0/B0/other", '{"text":"CSAT fell"}')).toBe("404 no_service");
  expect(await post(WEBHOOK_PATH, "text")).toBe("400 invalid_payload");
  expect(await post(WEBHOOK_PATH, "{}")).toBe("400 no_text");
  receiver.failNext(500);
  expect(await post(WEBHOOK_PATH, '{"text":"again"}')).toBe("500 server_error");
  expect(receiver.posts.map(({ body }) => body)).toEqual([{ text: "CSAT fell" }]);
});
