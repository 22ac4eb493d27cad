// Chromium and Firefox behind one face.
//
//   const browser = await launch('chromium', { test });
//   const page = await browser.newPage(`${server.origin}/rig/pages/blank.html`);
//   await page.expose('toNode', async (message) => { … });
//   const sum = await page.evaluate(async (a, b) => a + b, 1, 2);
//
// Arguments and results are JSON values. With `test`, the context of a node:test test, the
// browser closes when the test ends and tells what its pages logged if the test failed.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { memoryOf } from './memory.mjs';

/** Where Debian's packages put the browsers, and which package has which. */
const BROWSERS = {
  chromium: { path: process.env.CHROMIUM ?? '/usr/bin/chromium', package: 'chromium', start: startChromium },
  firefox: { path: process.env.FIREFOX ?? '/usr/bin/firefox-esr', package: 'firefox-esr', start: startFirefox },
};

export const BROWSER_NAMES = Object.keys(BROWSERS);

/** Lines that a page's log holds; the oldest go first. */
const MAX_LOG_LINES = 500;

/**
 * Starts a browser with a fresh profile.
 *
 * @param {'chromium' | 'firefox'} name
 * @param {object} [options]
 * @param {import('node:test').TestContext} [options.test] closes the browser when it ends.
 * @param {string[]} [options.args] more command line arguments.
 * @param {Record<string, unknown>} [options.prefs] more preferences (Firefox only).
 * @returns {Promise<Browser>}
 */
export async function launch(name, { test, args = [], prefs = {} } = {}) {
  const known = BROWSERS[name];
  if (known === undefined) throw new Error(`no browser is called ${name}; there are ${BROWSER_NAMES.join(', ')}`);
  if (!existsSync(known.path)) {
    throw new Error(`${known.path} is missing: install Debian's package ${known.package}, or say where it is with ${name.toUpperCase()}=`);
  }
  const browser = new Browser(name, await known.start(known.path, args, prefs));
  test?.after(async () => {
    if (!test.passed) console.error(browser.report());
    await browser.close();
  });
  return browser;
}

class Browser {
  #driver;

  constructor(name, driver) {
    this.name = name;
    this.version = driver.version;
    this.pages = [];
    this.#driver = driver;
  }

  /** Opens `url` in a window of its own, so that no page counts as hidden. */
  async newPage(url) {
    const page = new Page(this, await this.#driver.newPage());
    this.pages.push(page);
    await page.goto(url);
    return page;
  }

  /** What every page of this browser logged. */
  report() {
    return this.pages.map((page) => page.report()).join('\n');
  }

  /** The bytes that its processes hold; of all browsers of this kind that this program started. */
  memory() {
    const { bytes, processes } = memoryOf(this.name);
    if (processes === 0) throw new Error(`no process of ${this.name} is to be seen in /proc`);
    return bytes;
  }

  async close() {
    await this.#driver.close();
  }
}

class Page {
  #driver;

  constructor(browser, driver) {
    this.browser = browser;
    /** Console lines and errors, oldest first, as `kind: text`. */
    this.log = [];
    /** Uncaught errors and console errors alone. */
    this.errors = [];
    this.#driver = driver;
    driver.listen((kind, text) => {
      this.log.push(`${kind}: ${text}`);
      if (this.log.length > MAX_LOG_LINES) this.log.shift();
      if (kind === 'error' || kind === 'uncaught') this.errors.push(`${kind}: ${text}`);
    });
  }

  /** The driver's own page object, for what only one browser can do. */
  get native() {
    return this.#driver.page;
  }

  async goto(url) {
    await this.#driver.page.goto(url);
  }

  /**
   * Calls `fn` in the page and awaits it. Arguments and result are JSON values; an error says
   * what the page had logged.
   */
  async evaluate(fn, ...args) {
    try {
      return await this.#driver.evaluate(fn, args);
    } catch (error) {
      throw new Error(`${this.browser.name}: ${error.message}\n${this.report()}`, { cause: error });
    }
  }

  /** Makes `fn` callable in the page as the global async function `name`; a reload keeps it. */
  async expose(name, fn) {
    await this.#driver.page.exposeFunction(name, fn);
  }

  /**
   * The bytes that JavaScript and WebAssembly hold in the page and its workers after garbage
   * collection; null where the browser does not tell. The page must be cross-origin isolated.
   */
  async heap() {
    return this.evaluate(async () => {
      if (!performance.measureUserAgentSpecificMemory) return null;
      return (await performance.measureUserAgentSpecificMemory()).bytes;
    });
  }

  async screenshot(path) {
    await this.#driver.page.screenshot({ path });
  }

  async reload() {
    await this.#driver.page.reload();
  }

  async close() {
    await this.#driver.close();
  }

  report() {
    const lines = this.log.length === 0 ? ['  (nothing)'] : this.log.map((line) => `  ${line}`);
    return [`${this.browser.name} ${this.browser.version}, log of ${this.#driver.page.url()}:`, ...lines].join('\n');
  }
}

async function startChromium(executablePath, args) {
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      // Otherwise candidates carry .local names that nobody answers for on loopback.
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      // Without a real network, ICE has to take the loopback interface.
      '--allow-loopback-in-peer-connection',
      // Otherwise a measurement of memory waits for garbage collection of its own accord.
      '--enable-blink-features=ForceEagerMeasureMemory',
      ...args,
    ],
  });
  return {
    version: browser.version(),
    async newPage() {
      // A context is a profile: pages share nothing, as two people's browsers do.
      const context = await browser.newContext({ viewport: { width: 800, height: 600 } });
      const page = await context.newPage();
      return {
        page,
        listen(log) {
          page.on('console', (message) => log(message.type(), message.text()));
          page.on('pageerror', (error) => log('uncaught', error.stack ?? error.message));
          page.on('crash', () => log('uncaught', 'the page crashed'));
        },
        // Playwright passes one argument.
        evaluate: (fn, args) => page.evaluate(`(${fn})(...${JSON.stringify(args)})`),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}

async function startFirefox(executablePath, args, prefs) {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    args: ['--width=800', '--height=600', ...args],
    // A soak is one long call of evaluate.
    protocolTimeout: 0,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'media.autoplay.blocking_policy': 0,
      // Without a sound card Firefox's AudioContext waits for one for ever; this one only keeps time.
      'media.cubeb.force_mock_context': true,
      'media.peerconnection.ice.loopback': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      // An offscreen window must keep its pace.
      'dom.min_background_timeout_value': 4,
      'dom.timeout.enable_budget_timer_throttling': false,
      'media.suspend-bkgnd-video.enabled': false,
      'widget.windows.window_occlusion_tracking.enabled': false,
      // OpenH264 would be downloaded; nothing here may ask the network.
      'media.gmp-manager.updateEnabled': false,
      ...prefs,
    },
  });
  return {
    version: (await browser.version()).replace(/^[^/]*\//, ''),
    async newPage() {
      const context = await browser.createBrowserContext();
      const page = await context.newPage({ type: 'window' });
      return {
        page,
        listen(log) {
          page.on('console', (message) => log(message.type(), message.text()));
          page.on('pageerror', (error) => log('uncaught', error.stack ?? error.message));
        },
        evaluate: (fn, args) => page.evaluate(fn, ...args),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
