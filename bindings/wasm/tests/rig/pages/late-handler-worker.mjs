// A worker that is not ready at once, as one is not that loads WebAssembly: it sets
// `onrtctransform` only after a wait. `?wait=top-level` waits while the module is evaluated,
// `?wait=after` when that is over.

const { searchParams } = new URL(import.meta.url);
const milliseconds = 700;

if (searchParams.get('wait') === 'top-level') {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  await import('./transform-worker.mjs');
} else {
  setTimeout(() => import('./transform-worker.mjs'), milliseconds);
}
