// What Web IDL does for a browser's own classes and JavaScript leaves to us.

/**
 * Gives a class the shape of a Web IDL interface: its members can be enumerated, and it and its
 * objects say what they are, whatever a minifier has made of its name.
 */
export function shapeAsInterface(constructor: { readonly prototype: object }, name: string): void {
  const { prototype } = constructor;
  for (const member of Object.getOwnPropertyNames(prototype)) {
    if (member !== 'constructor') Object.defineProperty(prototype, member, { enumerable: true });
  }
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
  Object.defineProperty(constructor, 'name', { value: name, configurable: true });
}

/** Takes a dictionary's argument apart; `null` and `undefined` are the empty dictionary. */
export function dictionary(value: unknown, name: string): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' && typeof value !== 'function')
    throw new TypeError(`${name} is not an object`);
  return value as Record<string, unknown>;
}

/** Finds the value of an enumeration. */
export function enumerated<T extends string>(
  value: unknown,
  values: readonly T[],
  name: string,
): T {
  const found = values.find((known) => known === String(value));
  if (found === undefined)
    throw new TypeError(`${name} is '${String(value)}' and must be one of ${values.join(', ')}`);
  return found;
}

/** Converts to a number or a bigint as a union of both does. */
export function numeric(value: unknown): number | bigint {
  // What `++` leaves behind is its operand as a number or a bigint, whatever it was before.
  let operand = value as number;
  return operand++ as number | bigint;
}

/** Says what kind of object this is, as the browser names it, in whichever realm it was made. */
export function isOf(value: unknown, tag: string): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.prototype.toString.call(value) === `[object ${tag}]`
  );
}

/** An event handler attribute (`onerror` and its like): one listener that can be exchanged. */
export class HandlerAttribute {
  readonly #target: EventTarget;
  readonly #type: string;
  #handler: object | null = null;
  readonly #listener = (event: Event): void => {
    if (typeof this.#handler !== 'function') return;
    if (Reflect.apply(this.#handler, event.currentTarget, [event]) === false)
      event.preventDefault();
  };

  constructor(target: EventTarget, type: string) {
    this.#target = target;
    this.#type = type;
  }

  get handler(): object | null {
    return this.#handler;
  }

  /** What is no object takes the handler away. */
  set handler(value: unknown) {
    const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
    const handler = isObject ? (value as object) : null;
    if (handler === null) this.#target.removeEventListener(this.#type, this.#listener);
    else if (this.#handler === null) this.#target.addEventListener(this.#type, this.#listener);
    this.#handler = handler;
  }
}
