// Keeps what came of the tests where the driver of the browser finds it, and gives each a time
// limit of its own, so that one that never ends does not keep those behind it from running.

'use strict';

window.results = new Promise((resolve) => {
  add_completion_callback((tests, status) => {
    const rows = tests.map(({ name, status, message }) => ({ name, passed: status === 0, message }));
    resolve({ harness: status.status === 0 ? 'OK' : String(status.message ?? status.status), rows });
  });
});

{
  const TEST_SECONDS = 8;
  setup({ explicit_timeout: true });
  const original = window.promise_test;
  window.promise_test = (test, ...rest) => original((t) => Promise.race([
    test(t),
    new Promise((_, reject) => {
      t.step_timeout(() => reject(new Error(`did not end within ${TEST_SECONDS} s`)), TEST_SECONDS * 1000);
    }),
  ]), ...rest);
}
