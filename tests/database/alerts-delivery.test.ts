import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import {
  readAlertRecipients,
  readAlertSetting,
  saveAlertSetting,
} from "../../app/alerts/alert-setting-store.server.ts";
import { findAlert } from "../../app/alerts/alert-store.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { deliverAlert, type Sending, sendTestAlert } from "../../app/sync/deliver-alert.server.ts";
import { writeAlert } from "../../app/ui/alert-writer.ts";
import { provideDatabase } from "./provide-database.ts";

provideDatabase();

const HOOK = "https://hooks.example.com/services/secret-abcd";
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test("an alert is mailed once to all addresses, in the language that is set, with a way into the admin", async () => {
  const { shopId, alertId } = await anAlert({ emails: ["a@example.com", "b@example.com"], locale: "en" });
  const mailbox = await openMailbox();
  const sending = { write: writeAlert, mail: mailbox.settings };
  await deliverAlert({ shopId, alertId, way: "email" }, sending);
  await deliverAlert({ shopId, alertId, way: "email" }, sending);
  expect(mailbox.received).toHaveLength(1);
  const [sent] = mailbox.received;
  const mail = await simpleParser(sent?.raw ?? "");
  expect(sent?.to).toEqual(["a@example.com", "b@example.com"]);
  expect(mail.messageId).toBe(`<${alertId}@app.deskworth.test>`);
  expect(mail.subject).toContain("65%");
  expect(mail.text).toContain("Nov 9, 2026 – Nov 15, 2026");
  expect(mail.text).toMatch(/Chat: 50%, before 88%[\s\S]*<b>Bo<\/b>: 45%, before 89%[\s\S]*delivery: 40%, before 85%/);
  expect(mail.text).toContain(
    `https://admin.shopify.com/store/salt-${shopId}/apps/deskworth-key/app/alerts?alert=${alertId}`,
  );
  expect(mail.html).toContain("&lt;b&gt;Bo&lt;/b&gt;");
  const stored = await findAlert(shopId, alertId);
  expect([stored?.mailedAt === null, stored?.postedAt, stored?.problem]).toEqual([false, null, null]);
});

test("another language says the same in its own words and numbers", async () => {
  const { shopId, alertId } = await anAlert({ emails: ["a@example.com"], locale: "de" });
  const mailbox = await openMailbox();
  await deliverAlert({ shopId, alertId, way: "email" }, { write: writeAlert, mail: mailbox.settings });
  const { subject } = await simpleParser(mailbox.received[0]?.raw ?? "");
  expect(subject).toContain("65 %".replace(" ", "\u00a0"));
});

test("a mail server that is off is tried again, one that refuses is not, and the alert tells which", async () => {
  const { shopId, alertId } = await anAlert({ emails: ["a@example.com"] });
  const job = { shopId, alertId, way: "email" as const };
  const off = { url: "smtp://127.0.0.1:1", from: "a@example.com" };
  await expect(deliverAlert(job, { write: writeAlert, mail: off })).rejects.toMatchObject({ kind: "unavailable" });
  expect((await findAlert(shopId, alertId))?.problem).toBe("mail-unavailable");
  const refusing = await openMailbox({ refuses: true });
  await deliverAlert(job, { write: writeAlert, mail: refusing.settings });
  expect(await findAlert(shopId, alertId)).toMatchObject({ problem: "mail-refused", mailedAt: null });
  const mailbox = await openMailbox();
  await deliverAlert(job, { write: writeAlert, mail: mailbox.settings });
  expect(mailbox.received).toHaveLength(1);
  expect((await findAlert(shopId, alertId))?.problem).toBeNull();
});

test("what goes wrong with a mail never names an address", async () => {
  const { shopId, alertId } = await anAlert({ emails: ["secret.person@example.com"] });
  const sending = { write: writeAlert, mail: { url: "smtp://127.0.0.1:1", from: "a@example.com" } };
  const error: unknown = await deliverAlert({ shopId, alertId, way: "email" }, sending).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  expect(String(error instanceof Error ? [error.message, error.cause, error.stack] : "")).not.toContain(
    "secret.person",
  );
});

test("a server that sends no mail says so with the alert", async () => {
  const { shopId, alertId } = await anAlert({ emails: ["a@example.com"] });
  await deliverAlert({ shopId, alertId, way: "email" }, { write: writeAlert, mail: null });
  expect(await findAlert(shopId, alertId)).toMatchObject({ problem: "mail-not-set-up", mailedAt: null });
});

test("the webhook gets a message of Slack's shape once; names cannot write markup into it", async () => {
  const { shopId, alertId } = await anAlert({ webhook: HOOK });
  const hook = aHook([200]);
  await deliverAlert({ shopId, alertId, way: "webhook" }, hook.sending);
  await deliverAlert({ shopId, alertId, way: "webhook" }, hook.sending);
  expect(hook.posts).toHaveLength(1);
  const [{ url, body } = { url: "", body: "" }] = hook.posts;
  expect(url).toBe(HOOK);
  expect(JSON.parse(body)).toMatchObject({ text: expect.stringContaining("65%"), blocks: expect.any(Array) });
  expect(body).toContain("&lt;b&gt;Bo&lt;/b&gt;");
  expect((await findAlert(shopId, alertId))?.postedAt).not.toBeNull();
});

test("a webhook that fails is tried again, one that refuses is not, and none in a private network is reached", async () => {
  const { shopId, alertId } = await anAlert({ webhook: HOOK });
  const job = { shopId, alertId, way: "webhook" as const };
  const hook = aHook([503, 302, 200]);
  await expect(deliverAlert(job, hook.sending)).rejects.toMatchObject({ kind: "unavailable" });
  expect((await findAlert(shopId, alertId))?.problem).toBe("webhook-unavailable");
  await deliverAlert(job, hook.sending);
  expect(await findAlert(shopId, alertId)).toMatchObject({ problem: "webhook-refused", postedAt: null });
  await deliverAlert(job, hook.sending);
  expect((await findAlert(shopId, alertId))?.problem).toBeNull();
  const inside = await anAlert({ webhook: "https://10.0.0.8/hook" });
  await deliverAlert({ ...inside, way: "webhook" }, { write: writeAlert, mail: null });
  expect((await findAlert(inside.shopId, inside.alertId))?.problem).toBe("webhook-forbidden");
});

test("the webhook's address is stored encrypted, shown masked, kept unless it is said otherwise", async () => {
  const { shopId } = await anAlert({ webhook: HOOK });
  const row = await db().alertSetting.findUniqueOrThrow({ where: { shopId } });
  expect(row.webhookUrl).toMatch(/^v1\./);
  expect((await readAlertSetting(shopId)).webhookMask).toBe("hooks.example.com/…abcd");
  await saveAlertSetting(shopId, { emails: ["a@example.com"], locale: "nl", webhook: { kind: "keep" } });
  expect(await readAlertRecipients(shopId)).toEqual({ emails: ["a@example.com"], webhookUrl: HOOK, locale: "nl" });
  await saveAlertSetting(shopId, { emails: [], locale: "nl", webhook: { kind: "remove" } });
  expect((await readAlertSetting(shopId)).webhookMask).toBeNull();
});

test("a test goes every way that is set and says how each went, but not twice within seconds", async () => {
  const { shopId } = await anAlert({ emails: ["a@example.com"], webhook: HOOK });
  const mailbox = await openMailbox();
  const hook = aHook([404]);
  const sending = { ...hook.sending, mail: mailbox.settings };
  expect(await sendTestAlert(shopId, sending)).toEqual({ email: "sent", webhook: "webhook-refused" });
  expect(mailbox.received).toHaveLength(1);
  expect(await sendTestAlert(shopId, sending)).toBeNull();
});

async function anAlert({
  emails = [],
  webhook,
  locale = "en",
}: {
  emails?: string[];
  webhook?: string;
  locale?: string;
}): Promise<{ shopId: string; alertId: string }> {
  const [shopId, alertId] = [randomUUID(), randomUUID()];
  await db().shop.create({
    data: {
      ...{ shopId, domain: `salt-${shopId}.myshopify.com`, name: "Salt & Lamp", timeZone: "UTC", currency: "EUR" },
      ...{ scopes: "", matchKey: "", installedAt: new Date(0) },
    },
  });
  await saveAlertSetting(shopId, {
    ...{ emails, locale },
    webhook: webhook === undefined ? { kind: "keep" } : { kind: "set", url: webhook },
  });
  const weekOn = new Date("2026-11-09");
  await db().alert.create({
    data: {
      ...{ shopId, alertId, kpiId: "csat_positive_rate", side: "below", weekOn, lastWeekOn: weekOn },
      ...{ rule: "beyond-three-sigma", value: 0.65, n: 50, center: 0.86, lower: 0.7, upper: 0.97 },
      movers: {
        channel: { key: "chat", label: null, value: 0.5, n: 20, before: 0.88 },
        agent: { key: `${randomUUID()}/2`, label: "<b>Bo</b>", value: 0.45, n: 11, before: 0.89 },
        tag: { key: "delivery", label: null, value: 0.4, n: 10, before: 0.85 },
      },
      raisedAt: new Date("2026-11-16T01:17:00Z"),
    },
  });
  return { shopId, alertId };
}

interface Mailbox {
  settings: { url: string; from: string };
  received: { to: string[]; raw: string }[];
}

async function openMailbox({ refuses = false } = {}): Promise<Mailbox> {
  const received: Mailbox["received"] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (_address, _session, done) =>
      refuses ? done(Object.assign(new Error("Nobody here"), { responseCode: 550 })) : done(),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, raw: Buffer.concat(parts).toString("utf8") });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo; // it listens on a port
  return { received, settings: { url: `smtp://127.0.0.1:${port}`, from: "Deskworth <no-reply@example.com>" } };
}

function aHook(statuses: number[]): { posts: { url: string; body: string }[]; sending: Sending } {
  const posts: { url: string; body: string }[] = [];
  const post: typeof fetch = async (input, init) => {
    posts.push({ url: String(input), body: String(init?.body) });
    return new Response(null, { status: statuses[posts.length - 1] ?? 200 });
  };
  return { posts, sending: { write: writeAlert, mail: null, post } };
}
