// Whether everybody can use the page: axe-core's rules on the form and in the call, on a phone
// and on a desk, light and dark; and the way through it with the keyboard alone.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { launch } from '../../../bindings/wasm/tests/rig/browsers.mjs';
import { serve } from '../server.mjs';
import { Person } from './people.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** What WCAG 2.2 asks for at level AA, and what axe-core recommends beyond. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** How many rules these tags have in the version of the lock file. */
const RULES = 91;

const LOOKS = [
  { name: 'phone, light', width: 360, height: 740, colorScheme: 'light' },
  { name: 'phone, dark', width: 360, height: 740, colorScheme: 'dark' },
  { name: 'desk, light', width: 1280, height: 800, colorScheme: 'light' },
  { name: 'desk, dark', width: 1280, height: 800, colorScheme: 'dark' },
];

test('axe-core finds nothing on the form and in the call', async (t) => {
  const server = await serve();
  t.after(() => server.close());
  const browser = await launch('chromium', { test: t });

  const form = await browser.newPage(server.origin);
  let checks = await check(t, form, 'form');

  const ada = await Person.join(browser, server.origin, 'Ada');
  checks += await check(t, ada.page, 'alone in the call');
  const grace = await Person.join(browser, await ada.invitation(), 'Grace');
  await ada.untilItSeesAndHears(grace);
  await ada.untilTheOperatorWasAsked();
  checks += await check(t, ada.page, 'the call and the operator’s copy');

  await ada.openDialog('Grace');
  checks += await check(t, ada.page, 'the ways to verify somebody');
  await ada.press('verify-compare');
  await grace.until('to be asked', () => document.getElementById('verify').open);
  checks += await check(t, grace.page, 'somebody asks to compare');
  await grace.press('verify-compare');
  await grace.pictures();
  checks += await check(t, grace.page, 'pictures to compare');
  await grace.press('verify-differ');
  checks += await check(t, grace.page, 'the warning');
  await ada.pictures();
  await ada.press('verify-same');
  await ada.untilLockOf('Grace', 'Encrypted, verified');
  checks += await check(t, ada.page, 'somebody is verified');

  await grace.goClear();
  await grace.untilTheOperatorWasAsked();
  checks += await check(t, grace.page, 'the call without encryption');
  assert.equal(checks, 9 * LOOKS.length);
});

async function check(t, page, where) {
  await page.native.evaluate(await readFile(AXE, 'utf8'));
  for (const look of LOOKS) {
    await page.native.setViewportSize(look);
    await page.native.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' });
    const { violations, undecided, rules } = await page.evaluate(async (tags) => {
      const result = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
      const of = (found) => found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
      const all = [result.violations, result.passes, result.incomplete, result.inapplicable].flat();
      return { violations: of(result.violations), undecided: of(result.incomplete), rules: new Set(all.map(({ id }) => id)).size };
    }, TAGS);
    assert.deepEqual(violations, [], `${where}, ${look.name}`);
    // Live pictures of people cannot have captions; everything else must be decided.
    assert.deepEqual(undecided.filter((it) => !it.startsWith('video-caption: <video')), [], `${where}, ${look.name}`);
    assert.equal(rules, RULES, 'rules that ran');
    const scrolls = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(scrolls <= 0, `${where}, ${look.name}: ${scrolls} pixels stand out to the right`);
    t.diagnostic(`${where}, ${look.name}: ${rules} rules, 0 violations`);
  }
  return LOOKS.length;
}

test('everything can be reached and used with the keyboard', async (t) => {
  const server = await serve();
  t.after(() => server.close());
  const browser = await launch('chromium', { test: t });
  const page = await browser.newPage(server.origin);
  const keys = page.native.keyboard;
  const focused = () => page.evaluate(() => {
    const { activeElement: it } = document;
    const { outlineStyle, outlineWidth } = getComputedStyle(it);
    return { id: it.id || it.value, isMarked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 };
  });
  const walk = async (...ids) => {
    for (const id of ids) {
      await keys.press('Tab');
      assert.deepEqual(await focused(), { id, isMarked: true });
    }
  };

  await walk('name');
  await keys.type('Ada');
  await walk('room', 'camera');
  await keys.press('ArrowDown');
  assert.deepEqual(await focused(), { id: 'test', isMarked: true });
  await walk('join-button');
  await keys.press('Enter');
  const ada = new Person('Ada', page);
  await ada.until('to be in the call', () => document.activeElement.id === 'call-title');
  assert.match(await page.evaluate(() => document.getElementById('announcements').textContent), /You joined\. This call is/);

  await walk('copy-link', 'mute');
  await keys.press('Space');
  assert.equal(await page.evaluate(() => document.getElementById('mute').getAttribute('aria-pressed')), 'true');
  await walk('hide', 'leave', 'whose', 'look', 'clear');
  const grace = await Person.join(browser, await ada.invitation(), 'Grace');
  await ada.untilLockOf('Grace', 'Encrypted, not verified');
  await page.evaluate(() => document.getElementById('leave').focus());
  await keys.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Verify Grace');
  await keys.press('Enter');
  assert.equal((await focused()).id, 'verify-title');
  await walk('verify-compare', 'verify-mark', 'verify-close');
  await keys.press('Escape');
  await ada.until('for the focus to be back', () => document.activeElement.getAttribute('aria-label') === 'Verify Grace');
  await walk('verify-all');
  await keys.press('Enter');
  await ada.untilLockOf('Grace', 'Encrypted, verified');
  assert.match((await ada.announcements()).at(-1), /^All are marked as verified\.$/);
  await grace.leave();

  await page.evaluate(() => document.getElementById('leave').focus());
  await keys.press('Enter');
  await ada.until('to have left', () => document.activeElement.id === 'name');
});
