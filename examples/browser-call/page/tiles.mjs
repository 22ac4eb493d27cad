// The pictures of the call and the list of its people: the same state, drawn twice.

/** What a lock says, in words as well as in its picture. */
const LOCKS = {
  clear: { icon: 'lock-open', text: 'Not encrypted' },
  waiting: { icon: 'waiting', text: 'Waiting for encrypted frames' },
  foreign: { icon: 'alarm', text: 'The operator sends somebody else’s frames: not shown' },
  differs: { icon: 'alarm', text: 'Encrypted, but sees other members than you' },
  sealed: { icon: 'lock', text: 'Encrypted, not verified' },
  verified: { icon: 'lock-verified', text: 'Encrypted, verified' },
  own: { icon: 'lock', text: 'Encrypted' },
};

/** Draws the pictures into a list; keeps the elements of those who stay. */
export function drawTiles(list, people) {
  keyed(list, people, newTile, (tile, person) => {
    const video = tile.querySelector('video');
    if (video.srcObject !== person.stream) video.srcObject = person.stream;
    video.muted = person.isSelf;
    video.setAttribute('aria-label', person.isSelf ? 'Your own picture' : `Picture of ${person.name}`);
    tile.querySelector('.name').textContent = nameOf(person);
    // What was decoded before stays in a video: it is hidden while nothing of that person's comes.
    tile.dataset.lock = person.lock;
    drawLock(tile.querySelector('.lock-label'), person.lock);
  });
}

/**
 * Draws the list of people.
 *
 * @param {(person: object) => void} verify is called when somebody is to be verified
 */
export function drawPeople(list, people, verify) {
  keyed(list, people, newRow, (row, person) => {
    row.querySelector('.name').textContent = nameOf(person);
    const lock = row.querySelector('.lock');
    lock.dataset.lock = person.lock;
    drawLock(lock, person.lock);
    const button = row.querySelector('button');
    button.hidden = person.isSelf === true || person.lock === 'clear';
    const isAsked = person.comparison?.state === 'asked';
    button.textContent = isAsked ? 'Answer' : person.lock === 'verified' ? 'Verified …' : 'Verify …';
    button.setAttribute('aria-label', isAsked ? `Answer ${person.name}, who wants to compare pictures` : `Verify ${person.name}`);
    button.onclick = () => verify(person);
  });
}

function newTile() {
  const tile = document.createElement('li');
  tile.className = 'tile';
  const video = document.createElement('video');
  video.autoplay = true;
  video.playsInline = true;
  const label = element('div', 'label', element('span', 'name'), element('span', 'lock-label'));
  tile.append(video, label);
  return tile;
}

function newRow() {
  const button = element('button', 'small');
  button.type = 'button';
  return element('li', '', element('div', 'who', element('p', 'name'), element('p', 'lock')), button);
}

function drawLock(parent, lock) {
  if (parent.dataset.drawn === lock) return;
  parent.dataset.drawn = lock;
  const { icon, text } = LOCKS[lock];
  parent.replaceChildren(iconOf(icon), text);
}

/** An icon that the page defines. It says nothing that its neighbour does not say in words. */
export function iconOf(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Makes the children of a list those of the people, each made once. */
function keyed(list, people, make, draw) {
  const there = new Map([...list.children].map((child) => [child.dataset.key, child]));
  people.forEach((person, n) => {
    const key = person.id;
    const child = there.get(key) ?? make();
    there.delete(key);
    child.dataset.key = key;
    draw(child, person);
    // Moving a video stops it: only what is not in its place is moved.
    if (list.children[n] !== child) list.insertBefore(child, list.children[n] ?? null);
  });
  for (const gone of there.values()) gone.remove();
}

export function nameOf(person) {
  return person.isSelf ? `${person.name} (you)` : person.name;
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
