// The page: the form to join, the call, and what stands in the address.

import { Call } from './call.mjs';
import { OperatorPanel } from './operator-panel.mjs';
import { SECRET_LEN } from './sealing.mjs';
import { drawPeople, drawTiles, iconOf } from './tiles.mjs';
import { VerifyDialog, drawCode } from './verify-dialog.mjs';

const at = (id) => document.getElementById(id);
const WORDS = ['amber', 'birch', 'cedar', 'dune', 'ember', 'fern', 'glade', 'heron', 'iris', 'juniper', 'lark', 'maple', 'otter', 'pine', 'reed', 'willow'];
/** Announcements that are kept: screen readers read each when it comes. */
const MAX_ANNOUNCEMENTS = 8;

const panel = new OperatorPanel();
const dialog = new VerifyDialog();
let call = null;
let joined = null;

const address = new URLSearchParams(location.hash.slice(1));
const secret = address.has('secret') ? decoded(address.get('secret')) : crypto.getRandomValues(new Uint8Array(SECRET_LEN));
if (!secret) showProblem('This link is not whole: its secret is missing or cut. Ask for it again.');
at('room').value = address.get('room') ?? randomRoom();
navigator.mediaDevices?.enumerateDevices().then((devices) => {
  if (devices.some(({ kind }) => kind === 'videoinput')) return;
  document.querySelector('[name="source"][value="test"]').checked = true;
});
// Another link in the same window.
addEventListener('hashchange', () => call || location.reload());

at('join-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  join({ name: form.get('name').trim(), room: form.get('room'), source: form.get('source'), secret, isClear: false });
});
at('leave').addEventListener('click', () => leave());
at('mute').addEventListener('click', () => toggle('mute', 'audio'));
at('hide').addEventListener('click', () => toggle('hide', 'video'));
at('copy-link').addEventListener('click', async () => {
  const copied = await navigator.clipboard.writeText(location.href).then(() => true, () => false);
  at('copied').textContent = copied ? 'Copied.' : 'Copy it from the address bar.';
});
at('clear').addEventListener('click', async () => {
  const again = { ...joined, isClear: !joined.isClear };
  await leave();
  await join(again);
  at('clear').focus();
});
at('verify-all').addEventListener('click', async () => {
  await call.verify(call.people);
  announce('All are marked as verified.');
});

async function join(options) {
  if (!options.secret) return;
  at('join-problem').hidden = true;
  at('join-button').disabled = true;
  at('join-button').textContent = 'Joining …';
  try {
    call = await Call.join(options);
  } catch (error) {
    showJoin(problemOf(error));
    return;
  }
  joined = options;
  history.replaceState(null, '', `#${new URLSearchParams({ room: options.room, secret: encoded(secret) })}`);
  call.addEventListener('change', draw);
  call.addEventListener('said', ({ text }) => announce(text));
  call.addEventListener('comparing', ({ person }) => dialog.goOn(call, person));
  call.addEventListener('failed', ({ reason }) => {
    call = null;
    showJoin(reason);
  });
  for (const id of ['mute', 'hide']) at(id).setAttribute('aria-pressed', 'false');
  at('call-title').textContent = `Call in ${options.room}`;
  at('clear').setAttribute('aria-checked', String(call.isClear));
  at('clear-banner').hidden = !call.isClear;
  at('code-card').hidden = call.isClear;
  at('state').hidden = false;
  at('state').replaceChildren(iconOf(call.isClear ? 'lock-open' : 'lock'), `${options.room}, ${call.isClear ? 'not encrypted' : 'encrypted'}`);
  document.title = `${options.room} – FrameSeal call`;
  panel.show(call);
  at('join').hidden = true;
  at('call').hidden = false;
  draw();
  at('call-title').focus({ preventScroll: true });
  const others = call.people.filter(({ isSelf }) => !isSelf).map(({ name }) => name);
  // What happened before anybody listened.
  if (call.refusal) announce(call.refusal);
  announce(`You joined. This call is ${call.isClear ? 'not ' : ''}encrypted.${others.length > 0 ? ` With you: ${others.join(', ')}.` : ''}`);
}

async function leave() {
  const left = call;
  call = null;
  await left?.leave();
  showJoin();
}

function showJoin(problem) {
  panel.show(null);
  at('call').hidden = true;
  at('join').hidden = false;
  at('state').hidden = true;
  at('join-button').disabled = false;
  at('join-button').textContent = 'Join';
  showProblem(problem);
  drawTiles(at('tiles'), []);
  dialog.follow(null);
  document.title = 'FrameSeal call';
  at('name').focus({ preventScroll: true });
}

function showProblem(problem) {
  at('join-problem').textContent = problem ?? '';
  at('join-problem').hidden = !problem;
}

function draw() {
  if (!call) return;
  const { people, code, codeNote, refusal } = call;
  drawTiles(at('tiles'), people);
  drawPeople(at('people'), people, (person) => dialog.open(call, person));
  dialog.follow(call);
  panel.offer(people);
  at('alone').hidden = people.length > 1;
  at('refusal').textContent = refusal;
  at('refusal').hidden = refusal === '';
  at('code-alone').hidden = code !== undefined;
  at('code-there').hidden = code === undefined;
  at('code-note').textContent = codeNote;
  at('code-note').hidden = codeNote === '';
  at('verify-all').disabled = people.every(({ isSelf, lock }) => isSelf || lock === 'verified');
  drawCode(at('code'), code);
  // As an image it can do nothing, whatever it holds.
  const square = code && `data:image/svg+xml,${encodeURIComponent(code.svg)}`;
  if (square && at('code-square').src !== square) at('code-square').src = square;
}

function toggle(id, kind) {
  const isOff = at(id).getAttribute('aria-pressed') !== 'true';
  at(id).setAttribute('aria-pressed', String(isOff));
  call.send(kind, !isOff);
}

function announce(text) {
  const said = document.createElement('p');
  said.textContent = text;
  at('announcements').append(said);
  while (at('announcements').children.length > MAX_ANNOUNCEMENTS) at('announcements').firstChild.remove();
}

function problemOf(error) {
  switch (error.name) {
    case 'NotAllowedError':
      return 'The browser may not use camera and microphone. Allow it in the address bar, or take the test picture.';
    case 'NotFoundError':
    case 'NotReadableError':
      return 'No camera or microphone is free. Take the test picture instead.';
    default:
      return error.message;
  }
}

/** Writes bytes as base64url does, which addresses can hold. */
function encoded(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Reads a secret of base64url; gives null for what is none. */
function decoded(text) {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (it) => it.charCodeAt(0));
    return bytes.length === SECRET_LEN ? bytes : null;
  } catch {
    return null;
  }
}

function randomRoom() {
  return Array.from(crypto.getRandomValues(new Uint8Array(2)), (byte) => WORDS[byte % WORDS.length]).join('-');
}
