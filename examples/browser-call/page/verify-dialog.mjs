// The dialog in which two people make sure that their keys are each other's.

/** The dialog on the call's page. */
export class VerifyDialog {
  #at = (id) => document.getElementById(id);
  #call;
  #person;

  constructor() {
    const on = (id, act) => this.#at(id).addEventListener('click', () => act(this.#call, this.#person));
    on('verify-compare', (call, person) => call.compare(person).catch(() => this.#fail(`${person.name} cannot be asked now.`)));
    on('verify-mark', (call, person) => this.#verify(call, person));
    on('verify-same', (call, person) => this.#verify(call, person));
    on('verify-differ', (call, person) => {
      call.verify([person], false);
      this.#fail(`Somebody is in between you and ${person.name}. Say nothing here that others must not hear. Leave, and send the link another way.`);
    });
    on('verify-forget', async (call, person) => {
      await call.verify([person], false);
      this.#draw();
    });
    on('verify-close', () => this.#at('verify').close());
    this.#at('verify').addEventListener('close', () => {
      // What was compared is compared once; the next time the pictures are others.
      if (this.#person?.comparison?.state !== 'waiting') delete this.#person?.comparison;
      this.#person = undefined;
    });
  }

  /** Opens the dialog about a person. */
  open(call, person) {
    if (this.#at('verify').open) return;
    [this.#call, this.#person] = [call, person];
    this.#draw();
    this.#at('verify').showModal();
    this.#at('verify-title').focus();
  }

  /** Takes note that a comparison has gone on. Somebody who asks is shown if nothing else is. */
  goOn(call, person) {
    if (person === this.#person) this.#draw();
    else if (person.comparison?.state !== 'waiting') this.open(call, person);
  }

  /** Follows the call, whose code changes and whose people go. */
  follow(call) {
    if (!this.#at('verify').open) return;
    if (!call?.people.includes(this.#person)) this.#at('verify').close();
    else this.#drawCode();
  }

  async #verify(call, person) {
    delete person.comparison;
    await call.verify([person]);
    this.#draw();
  }

  #draw() {
    const { name, lock, comparison } = this.#person;
    const { state } = comparison ?? {};
    this.#at('verify-title').textContent = state === 'asked' ? `${name} wants to compare pictures` : `Verify ${name}`;
    this.#at('verify-compare').textContent = state === 'asked' ? 'Show the pictures' : `Ask ${name} to compare`;
    this.#at('verify-waiting-for').textContent = `Waiting for ${name} to agree …`;
    this.#at('verify-question').textContent = `Does ${name} see these, in this order?`;
    this.#at('pictures').replaceChildren(...(comparison?.emoji ?? []).map(picture));
    this.#at('picture-digits').textContent = comparison?.digits ?? '';
    this.#at('verify-done-text').textContent = `This browser remembers that this is ${name}’s device.`;
    this.#drawCode();
    if (state === 'failed') this.#fail(`There are no pictures to compare with ${name}: take it as if they differed, and ask again.`);
    else if (state === 'waiting') this.#show('verify-waiting');
    else if (state === 'ready') this.#show('verify-pictures');
    else if (lock === 'verified' && state !== 'asked') this.#show('verify-done');
    else this.#show('verify-choice');
  }

  #drawCode() {
    drawCode(this.#at('verify-code'), this.#call.code);
  }

  #fail(text) {
    this.#at('verify-failure').textContent = text;
    this.#show('verify-failed');
  }

  #show(shown) {
    for (const part of ['verify-choice', 'verify-waiting', 'verify-pictures', 'verify-failed', 'verify-done']) {
      this.#at(part).hidden = part !== shown;
    }
    // What had the focus may be gone.
    if (this.#at('verify').open) this.#at('verify-title').focus();
  }
}

/** Writes a code's digits in groups of five. */
export function drawCode(parent, code) {
  const groups = code?.digits.match(/\d{5}/g) ?? [];
  if (parent.textContent === groups.join('')) return;
  parent.replaceChildren(...groups.map((group) => Object.assign(document.createElement('span'), { textContent: group })));
}

function picture({ symbol, name }) {
  const [item, shown, said] = ['li', 'span', 'span'].map((it) => document.createElement(it));
  shown.className = 'symbol';
  shown.setAttribute('aria-hidden', 'true');
  shown.textContent = symbol;
  said.textContent = name;
  item.append(shown, said);
  return item;
}
