import { type Agent, DAY, HOUR, MINUTE, SECOND } from "./neutral-model.ts";
import type { Random } from "./random.ts";
import type { TicketScript } from "./ticket-script.ts";

/** What a scenario may use: the ticket's script, chance, and who works on it. */
export interface Scene {
  script: TicketScript;
  random: Random;
  agent: Agent;
  colleague: Agent;
  /** Median wait for a first human reply. */
  pace: number;
  /** Account under which the helpdesk's own automation writes; null where it has none. */
  robot: Agent | null;
}

export type Scenario = (scene: Scene) => void;

/** How conversations go, with their share of the crowd. */
export const SCENARIOS: readonly (readonly [Scenario, number])[] = [
  [conversation, 52],
  [botOnly, 12],
  [silentClosing, 6],
  [unanswered, 6],
  [outbound, 8],
  [noteOnly, 2],
  [snoozedOrHeld, 4],
  [reopenedTwice, 3],
  [botFirst, 4],
  [failedFirstReply, 3],
];

/** Question, answers to and fro, closing; sometimes a "thanks" or a real second question afterwards. */
function conversation(scene: Scene): void {
  const { script, random, agent, colleague } = scene;
  ask(scene);
  if (random.chance(0.22)) script.wait(random.int(2, 90) * SECOND).automation(scene.robot);
  const rounds = random.weighted([
    [1, 40],
    [2, 30],
    [3, 18],
    [5, 9],
    [8, 3],
  ]);
  for (let round = 1; round < rounds; round += 1) {
    if (random.chance(0.15)) script.wait(delay(scene) / 2).note(agent);
    script.wait(delay(scene)).reply(random.chance(0.15) ? colleague : agent, random.pick(["open", "pending"]));
    script.wait(random.around(4 * HOUR, 1.3)).customer();
    if (random.chance(0.2)) script.wait(random.int(1, 20) * MINUTE).customer();
  }
  if (random.chance(0.7)) answerAndClose(scene);
  else closeLater(scene);
  aftermath(scene);
}

function aftermath(scene: Scene): void {
  const { script, random, agent } = scene;
  const fate = random.next();
  if (fate < 0.12) {
    // "Thanks!" reopens the ticket; closing it again answers nobody.
    script.wait(Math.min(random.around(3 * HOUR, 1), 3 * DAY)).customer();
    script.wait(random.int(5, 300) * MINUTE).close({ kind: "agent", agent });
  } else if (fate < 0.2) {
    script.wait(Math.min(random.around(9 * HOUR, 1), 3 * DAY)).customer();
    script.wait(delay(scene));
    answerAndClose(scene);
  }
}

/** A bot answers and closes; one in twelve customers is not content and gets a human. */
function botOnly(scene: Scene): void {
  const { script, random, robot } = scene;
  ask(scene);
  script.wait(random.int(1, 40) * SECOND).automation(robot);
  if (random.chance(0.5)) {
    script.wait(random.int(20, 400) * SECOND).customer();
    script.wait(random.int(1, 40) * SECOND).automation(robot);
  }
  script.wait(random.int(1, 60) * MINUTE).close({ kind: "automation" });
  if (!random.chance(0.08)) return;
  script.wait(Math.min(random.around(2 * HOUR, 1), 3 * DAY)).customer();
  script.wait(delay(scene));
  answerAndClose(scene);
}

function silentClosing(scene: Scene): void {
  const { script, random, agent } = scene;
  ask(scene);
  if (random.chance(0.3)) script.wait(random.int(1, 60) * MINUTE).customer();
  script.wait(delay(scene));
  script.close(random.chance(0.5) ? { kind: "automation" } : { kind: "agent", agent });
}

/** Nobody answers; a timer closes after three weeks what nobody has looked at. */
function unanswered(scene: Scene): void {
  const { script, random } = scene;
  ask(scene);
  if (random.chance(0.4)) script.wait(random.around(DAY, 0.8)).customer();
  if (random.chance(0.3)) script.wait(random.int(5, 50) * SECOND).automation(scene.robot);
  if (random.chance(0.9)) script.wait(21 * DAY).close({ kind: "automation" });
}

/** An agent writes first, about a parcel for instance; the customer may answer. */
function outbound(scene: Scene): void {
  const { script, random, agent } = scene;
  script.reply(agent, "pending");
  if (random.chance(0.4)) {
    script.wait(random.around(6 * HOUR, 1)).customer();
    script.wait(delay(scene)).reply(agent);
  }
  script.wait(random.int(1, 120) * MINUTE).close({ kind: "agent", agent });
}

/** Internal notes and nothing else, as after a telephone call. */
function noteOnly(scene: Scene): void {
  const { script, random, agent, colleague } = scene;
  script.wait(random.int(1, 30) * SECOND).note(agent);
  if (random.chance(0.5)) script.wait(random.int(3, 90) * MINUTE).note(colleague);
  if (random.chance(0.8)) script.wait(random.int(1, 300) * MINUTE).close({ kind: "agent", agent });
}

/** Put aside for some days: snoozed, pending or on hold, whichever the helpdesk knows. */
function snoozedOrHeld(scene: Scene): void {
  const { script, random, agent } = scene;
  const by = { kind: "agent" as const, agent };
  ask(scene);
  script.wait(delay(scene)).reply(agent, "pending");
  script.wait(random.int(1, 30) * MINUTE).move(script.traits.parkedStatus, by);
  script.wait(random.int(2, 9) * DAY);
  if (random.chance(0.5)) script.customer();
  else script.move("open", { kind: "automation" });
  script.wait(delay(scene));
  answerAndClose(scene);
}

function reopenedTwice(scene: Scene): void {
  const { script, random } = scene;
  ask(scene);
  script.wait(delay(scene));
  for (let round = 0; round < 3; round += 1) {
    answerAndClose(scene);
    if (round < 2) script.wait(Math.min(random.around(8 * HOUR, 1), 3 * DAY)).customer();
    script.wait(delay(scene));
  }
}

/** A greeting of the chat window comes before the customer has said a word. */
function botFirst(scene: Scene): void {
  const { script, random } = scene;
  script.automation(scene.robot);
  script.wait(random.int(5, 120) * SECOND);
  conversation(scene);
}

/** The first reply bounces or is taken back: it was never a message. Where the helpdesk does not tell, it is a note. */
function failedFirstReply(scene: Scene): void {
  const { script, random, agent } = scene;
  ask(scene);
  script.wait(delay(scene));
  const { undelivered } = script.traits;
  if (undelivered.length === 0) script.note(agent);
  else script.failedReply(agent, random.pick(undelivered));
  if (random.chance(0.7)) {
    script.wait(random.int(10, 600) * MINUTE);
    answerAndClose(scene);
  } else script.wait(random.int(1, 5) * DAY).close({ kind: "automation" });
}

/** More than a hundred public messages in one ticket, to outgrow any page. */
export function endlessChat(scene: Scene): void {
  const { script, random, agent } = scene;
  for (let round = 0; round < 58; round += 1) {
    script.wait(random.int(5, 90) * SECOND).customer();
    script.wait(random.int(5, 90) * SECOND).reply(agent);
  }
  script.close({ kind: "agent", agent });
}

function ask({ script, random }: Scene): void {
  if (random.chance(0.3)) script.wait(random.int(200, 3000));
  script.customer();
}

function answerAndClose({ script, random, agent, colleague }: Scene): void {
  if (script.helpdesk === "zendesk" && random.chance(0.6)) {
    script.reply(agent, "solved");
    return;
  }
  script.reply(agent);
  const by = random.chance(0.1) ? colleague : agent;
  script.wait(random.chance(0.5) ? 400 : random.int(1, 200) * MINUTE).close({ kind: "agent", agent: by });
}

function closeLater({ script, random, agent }: Scene): void {
  script.wait(random.around(5 * HOUR, 0.8)).reply(agent, "pending");
  const fate = random.next();
  // Only Zendesk lets customers mark their own request as solved.
  const byCustomer = script.helpdesk === "zendesk" && fate > 0.6 && fate < 0.75;
  if (fate < 0.6) script.wait(random.int(3, 6) * DAY).close({ kind: "automation" });
  else if (byCustomer) script.wait(random.int(1, 60) * HOUR).close({ kind: "customer" });
}

/** Time until a human acts; the mean is well above the median, as in life. */
function delay({ random, pace }: Scene): number {
  return Math.min(random.around(pace, 1.1), 6 * DAY);
}
