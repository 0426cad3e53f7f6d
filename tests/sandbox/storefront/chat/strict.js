/** Makes a mistake in using a vendor's interface seen at once, where the real widget would keep silent. */

/** An object whose unknown members throw. */
export function strictObject(name, members) {
  return new Proxy(members, {
    get(target, member) {
      // What the language itself asks of any object.
      if (typeof member === "symbol" || member === "then" || member === "toJSON" || Object.hasOwn(target, member))
        return target[member];
      throw new Error(`${name} has no "${String(member)}"`);
    },
  });
}

/** Listeners by event; only the events that are documented can be listened to. */
export function strictEvents(name, events) {
  const listeners = new Map(events.map((event) => [event, []]));
  const of = (event) => {
    const known = listeners.get(event);
    if (!known) throw new Error(`${name} has no event "${event}"`);
    return known;
  };
  return {
    on(event, heard) {
      if (typeof heard !== "function") throw new Error(`${name}: a listener has to be a function`);
      of(event).push(heard);
      return () => of(event).splice(of(event).indexOf(heard), 1);
    },
    off(event, heard) {
      const known = of(event);
      if (heard === undefined) known.length = 0;
      else if (known.includes(heard)) known.splice(known.indexOf(heard), 1);
    },
    fire(event, ...detail) {
      for (const heard of [...of(event)]) heard(...detail);
    },
  };
}

/** A function whose first argument is a command, as several vendors have it. Unknown commands throw. */
export function strictCommands(name, commands) {
  return (command, ...given) => {
    if (!Object.hasOwn(commands, command)) throw new Error(`${name} has no command "${command}"`);
    return commands[command](...given);
  };
}

/** Methods that are there and do nothing in the sandbox. */
export function idle(names) {
  return Object.fromEntries(names.map((name) => [name, () => undefined]));
}
