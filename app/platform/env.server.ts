import { type Environment, parseEnvironment } from "./env.ts";

let environment: Environment | undefined;

/** The process's settings, read once. @throws EnvironmentError */
export function env(): Environment {
  environment ??= parseEnvironment(process.env);
  return environment;
}
