import { randomBytes } from "node:crypto";
import type { JsonObject, SandboxClock } from "../simulator.ts";
import { type AdminContext, selectRows } from "./admin-fields.ts";
import { BulkDataError, type BulkRoot, linesOf, planBulkQuery } from "./bulk-query.ts";
import { BulkResultFiles } from "./bulk-results.ts";
import type { Keyed } from "./paging.ts";
import { parseSearch, type SearchFields } from "./search-query.ts";
import { idOf, legacyId, textAt } from "./values.ts";

/** What the next bulk operation must do wrong; `afterShare` of its rows stay readable at `partialDataUrl`. */
export interface BulkFailure {
  errorCode: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT";
  /** 0 to 1; absent: nothing can be read. */
  afterShare?: number;
}

export interface BulkOptions {
  clock: SandboxClock;
  /** How long an operation takes at least, in real milliseconds. */
  durationMs: number;
  /** Called once when an operation has come to its end, however it ended. */
  onFinish(operation: JsonObject): void;
}

interface Operation {
  node: JsonObject;
  startedAtMs: number;
  isCancelled: boolean;
}

const MOST_AT_ONCE = 5;
/** Rows whose children are kept back, so that they come after parents that are not theirs. */
const ROWS_BETWEEN_CHILDREN = 100;
const SLICE_MS = 20;

/** Bulk queries of one app on one shop: they take their time, then leave a JSONL file that can be fetched. */
export class BulkOperations {
  readonly files: BulkResultFiles;
  readonly #options: BulkOptions;
  readonly #operations = new Map<string, Operation>();
  #nextId = 7_300_100_001;
  #failures: BulkFailure[] = [];
  readonly #working = new Set<Promise<void>>();

  constructor(options: BulkOptions) {
    this.#options = options;
    this.files = new BulkResultFiles(options.clock);
  }

  find(id: string): JsonObject | null {
    return this.#operations.get(id)?.node ?? null;
  }

  /** The most recent one, as the deprecated `currentBulkOperation` tells it. */
  latest(): JsonObject | null {
    return [...this.#operations.values()].at(-1)?.node ?? null;
  }

  list(args: { query?: string | null }): Keyed[] {
    const search = parseSearch(args.query, BULK_SEARCH);
    const nodes = [...this.#operations.values()].map(({ node }) => node);
    return nodes
      .filter((node) => search.matches(node))
      .map((row) => ({ value: Date.parse(textAt(row, "createdAt") ?? ""), id: legacyId(idOf(row)), row }));
  }

  failNext(failure: BulkFailure): void {
    this.#failures.push(failure);
  }

  /** `bulkOperationRunQuery`: refuses what Shopify refuses, else starts the operation. */
  run(args: JsonObject, context: AdminContext): JsonObject {
    const query = String(args.query);
    const plan = planBulkQuery(context.schema, query);
    if (!plan.ok) return refused("INVALID", plan.message);
    if (this.#running() >= MOST_AT_ONCE) {
      return refused("LIMIT_REACHED", `No more than ${MOST_AT_ONCE} bulk queries can run at once.`);
    }
    const operation = this.#create(query);
    const rows = rowsOf(plan.root, context);
    const failure = this.#failures.shift() ?? null;
    const work = this.#work(operation, {
      root: plan.root,
      rows,
      context,
      failure,
      isGrouped: args.groupObjects === true,
    });
    this.#working.add(work);
    void work.finally(() => this.#working.delete(work));
    return { bulkOperation: operation.node, userErrors: [] };
  }

  /** `bulkOperationCancel`. */
  cancel(id: string): JsonObject {
    const operation = this.#operations.get(id);
    const status = operation?.node.status;
    if (!operation || (status !== "CREATED" && status !== "RUNNING")) {
      const message = operation
        ? "A bulk operation cannot be canceled when it is finished."
        : "Bulk operation not found";
      return { bulkOperation: operation?.node ?? null, userErrors: [{ field: ["id"], message }] };
    }
    operation.isCancelled = true;
    operation.node.status = "CANCELING";
    return { bulkOperation: operation.node, userErrors: [] };
  }

  async close(): Promise<void> {
    for (const operation of this.#operations.values()) operation.isCancelled = true;
    await Promise.all(this.#working);
    await this.files.close();
  }

  #create(query: string): Operation {
    const id = `gid://shopify/BulkOperation/${this.#nextId}`;
    this.#nextId += 1;
    const node: JsonObject = {
      __typename: "BulkOperation",
      id,
      status: "CREATED",
      type: "QUERY",
      query,
      errorCode: null,
      createdAt: this.#options.clock().toISOString(),
      completedAt: null,
      objectCount: "0",
      rootObjectCount: "0",
      fileSize: null,
      url: null,
      partialDataUrl: null,
    };
    const operation = { node, startedAtMs: Date.now(), isCancelled: false };
    this.#operations.set(id, operation);
    return operation;
  }

  async #work(operation: Operation, job: BulkJob): Promise<void> {
    const { node } = operation;
    const file = this.files.create(`${legacyId(idOf(node))}-${randomBytes(6).toString("hex")}`);
    const readable = job.failure ? Math.floor(job.rows.length * (job.failure.afterShare ?? 0)) : job.rows.length;
    let error: BulkFailure["errorCode"] | null = job.failure?.errorCode ?? null;
    await this.#until(operation, this.#options.durationMs / 5);
    if (!operation.isCancelled) node.status = "RUNNING";
    try {
      await this.#write(operation, { ...job, rows: job.rows.slice(0, readable) }, file);
    } catch (cause) {
      if (!(cause instanceof BulkDataError)) console.error("sandbox: a bulk operation broke", cause);
      error = "INTERNAL_SERVER_ERROR";
    }
    const sizeBytes = await file.finish();
    const url = sizeBytes > 0 ? this.files.urlOf(file) : null;
    const status = operation.isCancelled ? "CANCELED" : error ? "FAILED" : "COMPLETED";
    Object.assign(node, {
      status,
      errorCode: status === "FAILED" ? error : null,
      completedAt: this.#options.clock().toISOString(),
    });
    if (status === "COMPLETED") Object.assign(node, { url, fileSize: url ? String(sizeBytes) : null });
    else node.partialDataUrl = url;
    this.#options.onFinish(node);
  }

  /** Writes all lines, never blocking longer than a slice, and not faster than the operation is to take. */
  async #write(operation: Operation, job: BulkJob, file: { write(text: string): Promise<void> }): Promise<void> {
    const { node } = operation;
    let objects = 0;
    let held: { depth: number; line: JsonObject }[] = [];
    let sliceEndsAt = Date.now() + SLICE_MS;
    for (const [place, row] of job.rows.entries()) {
      if (operation.isCancelled) break;
      const [own, ...children] = linesOf(job.root, row, job.context);
      objects += 1 + children.length;
      if (own) await file.write(`${JSON.stringify(own.line)}\n`);
      held.push(...children);
      if (job.isGrouped || place % ROWS_BETWEEN_CHILDREN === ROWS_BETWEEN_CHILDREN - 1) held = await flush(held, file);
      node.rootObjectCount = String(place + 1);
      node.objectCount = String(objects);
      if (Date.now() < sliceEndsAt) continue;
      await this.#until(operation, (0.2 + (0.8 * place) / job.rows.length) * this.#options.durationMs);
      sliceEndsAt = Date.now() + SLICE_MS;
    }
    await flush(held, file);
    await this.#until(operation, this.#options.durationMs);
  }

  /** Lets other work run, and waits until the operation is `ageMs` old or cancelled. */
  async #until(operation: Operation, ageMs: number): Promise<void> {
    do {
      const leftMs = operation.startedAtMs + ageMs - Date.now();
      await new Promise((resume) => setTimeout(resume, Math.min(Math.max(leftMs, 0), 50)));
    } while (!operation.isCancelled && Date.now() - operation.startedAtMs < ageMs);
  }

  #running(): number {
    const isRunning = ({ node }: Operation) => ["CREATED", "RUNNING", "CANCELING"].includes(String(node.status));
    return [...this.#operations.values()].filter(isRunning).length;
  }
}

interface BulkJob {
  root: BulkRoot;
  rows: readonly JsonObject[];
  context: AdminContext;
  failure: BulkFailure | null;
  isGrouped: boolean;
}

function rowsOf(root: BulkRoot, context: AdminContext): readonly JsonObject[] {
  const kind = root.name === "customers" ? "customers" : "orders";
  const rows = selectRows(kind, root.args, context).map(({ row }) => row);
  return root.args.reverse === true ? rows.reverse() : rows;
}

async function flush(held: { depth: number; line: JsonObject }[], file: { write(text: string): Promise<void> }) {
  // Shallow ones first: a line never comes before its parent.
  const ordered = held.toSorted((a, b) => a.depth - b.depth);
  await file.write(ordered.map(({ line }) => `${JSON.stringify(line)}\n`).join(""));
  return [];
}

function refused(code: string, message: string): JsonObject {
  return { bulkOperation: null, userErrors: [{ code, field: ["query"], message }] };
}

const BULK_SEARCH: SearchFields = {
  id: { kind: "number", read: (row) => Number(legacyId(idOf(row))) },
  status: { kind: "text", read: (row) => textAt(row, "status") },
  operation_type: { kind: "text", read: (row) => textAt(row, "type") },
  created_at: { kind: "time", read: (row) => textAt(row, "createdAt") },
  completed_at: { kind: "time", read: (row) => textAt(row, "completedAt") },
};
