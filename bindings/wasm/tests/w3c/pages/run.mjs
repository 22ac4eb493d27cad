// Runs the tests that the address names, here or in a worker, and keeps what came of them.

const params = new URLSearchParams(location.search);
const module = params.get('tests');

window.results = new Promise((resolve) => {
  add_completion_callback((tests, status) => {
    const rows = tests.map(({ name, status, message }) => ({ name, passed: status === 0, message }));
    resolve({ harness: status.status === 0 ? 'OK' : status.message, rows });
  });
});

if (params.has('worker')) {
  setup({ explicit_timeout: true, output: false });
  fetch_tests_from_worker(new Worker(`worker.mjs?tests=${module}`, { type: 'module' }));
} else {
  // Whoever asked for the tests has the clock: machines differ.
  setup({ explicit_done: true, explicit_timeout: true, output: false });
  await import(`./${module}.mjs`);
  done();
}
