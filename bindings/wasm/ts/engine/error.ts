/** What this package throws. */
export class FrameSealError extends Error {
  override readonly name = 'FrameSealError';
  /** Names what is wrong: `NoStorage`, `KeyIdInUse`, `Unavailable`, …; the engine's own names. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
