// What every worker would have to do that seals: load the engine, and save which counters it takes.

const database = new Promise((resolve, reject) => {
  const request = indexedDB.open('floor', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('counters');
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
await WebAssembly.compileStreaming(fetch('/dist/frameseal.wasm'));
const transaction = (await database).transaction('counters', 'readwrite', { durability: 'strict' });
transaction.objectStore('counters').put(1n, 'key');
transaction.oncomplete = () => postMessage('done');
