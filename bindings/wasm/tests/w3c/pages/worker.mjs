// The same tests in a worker.

import '/harness/testharness.js';

setup({ explicit_timeout: true });
await import(`./${new URLSearchParams(location.search).get('tests')}.mjs`);
done();
