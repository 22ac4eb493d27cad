// Passes a copy of the frames of a call to the page.

'use strict';

onrtctransform = async ({ transformer }) => {
  const reader = transformer.readable.getReader();
  for (;;) {
    const { done, value: frame } = await reader.read();
    if (done) return;
    postMessage({ kind: transformer.options, frame });
  }
};
