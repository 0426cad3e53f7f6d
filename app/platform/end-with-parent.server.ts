/**
 * Loaded with `--import` into a process that was started with an IPC channel: when the parent dies, however it dies, the
 * channel closes and this process ends too, so that no port and no database folder stays taken.
 */
const LONGEST_FAREWELL_MS = 12_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), LONGEST_FAREWELL_MS).unref();
  process.kill(process.pid, "SIGTERM");
});
