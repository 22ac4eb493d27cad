// The page: the form to join, the call, and what stands in the address.

import { Call } from './call.mjs';
import { OperatorPanel } from './operator-panel.mjs';
import { drawPeople, drawTiles, iconOf } from './tiles.mjs';

const at = (id) => document.getElementById(id);
const WORDS = ['amber', 'birch', 'cedar', 'dune', 'ember', 'fern', 'glade', 'heron', 'iris', 'juniper', 'lark', 'maple', 'otter', 'pine', 'reed', 'willow'];
/** Bytes of the room's secret. */
const SECRET_LEN = 16;

const panel = new OperatorPanel();
let call = null;
let joined = null;

const address = new URLSearchParams(location.hash.slice(1));
const secret = address.get('secret') ?? randomSecret();
at('room').value = address.get('room') ?? randomRoom();
navigator.mediaDevices?.enumerateDevices().then((devices) => {
  if (devices.some(({ kind }) => kind === 'videoinput')) return;
  document.querySelector('[name="source"][value="test"]').checked = true;
});

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
at('verify-all').addEventListener('click', () => call.verify(call.people));

async function join(options) {
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
  history.replaceState(null, '', `#${new URLSearchParams({ room: options.room, secret })}`);
  call.addEventListener('change', draw);
  call.addEventListener('said', ({ text }) => announce(text));
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
  announce(call.isClear ? 'You joined. This call is not encrypted.' : 'You joined. This call is encrypted.');
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
  at('join-problem').textContent = problem ?? '';
  at('join-problem').hidden = !problem;
  drawTiles(at('tiles'), []);
  document.title = 'FrameSeal call';
  at('name').focus({ preventScroll: true });
}

function draw() {
  if (!call) return;
  drawTiles(at('tiles'), call.people);
  drawPeople(at('people'), call.people, (person) => call.verify([person]));
  panel.offer(call.people);
  at('alone').hidden = call.people.length > 1;
}

function toggle(id, kind) {
  const isOff = at(id).getAttribute('aria-pressed') !== 'true';
  at(id).setAttribute('aria-pressed', String(isOff));
  call.send(kind, !isOff);
}

function announce(text) {
  at('announcements').textContent = text;
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

function randomSecret() {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_LEN));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function randomRoom() {
  return Array.from(crypto.getRandomValues(new Uint8Array(2)), (byte) => WORDS[byte % WORDS.length]).join('-');
}
