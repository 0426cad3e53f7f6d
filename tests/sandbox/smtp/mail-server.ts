import { once } from "node:events";
import { type AddressObject, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { SandboxClock } from "../simulator.ts";

/** An e-mail as it arrived. */
export interface ReceivedMail {
  id: number;
  /** ISO 8601, in the sandbox's time. */
  receivedAt: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  /** Null for an e-mail of plain text alone. */
  html: string | null;
}

export interface MailServer {
  /** For the app's `SMTP_URL`. */
  url: string;
  readonly mails: readonly ReceivedMail[];
  /** The next e-mails (one, unless `times` says more) are refused for the moment, as a busy server does. */
  refuseNext(times?: number): void;
  close(): Promise<void>;
}

const MOST_KEPT = 500;
const BUSY = 451;

/** A real SMTP server on loopback that takes every e-mail and delivers none; port 0 takes any free one. */
export async function startMailServer(clock: SandboxClock, port = 0): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  let [refusals, received] = [0, 0];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, session, done) => {
      const isRefused = refusals > 0;
      if (isRefused) refusals -= 1;
      const to = session.envelope.rcptTo.map(({ address }) => address);
      simpleParser(stream).then((mail) => {
        if (isRefused) return done(Object.assign(new Error("Try again later"), { responseCode: BUSY }));
        received += 1;
        mails.push({
          id: received,
          receivedAt: clock().toISOString(),
          from: addressesOf(mail.from).join(", "),
          to,
          subject: mail.subject ?? "",
          text: mail.text ?? "",
          html: mail.html || null,
        });
        if (mails.length > MOST_KEPT) mails.shift();
        done();
      }, done);
    },
  });
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("the mail server listens on no port");
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    refuseNext: (times = 1) => {
      refusals += times;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function addressesOf(given: AddressObject | AddressObject[] | undefined): string[] {
  return [given ?? []].flat().map(({ text }) => text);
}
