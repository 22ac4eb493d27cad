// Posts copies of the first encoded frames of each kind that come by.

const seen = new Set();

self.onrtctransform = ({ transformer: { readable, writable } }) => {
  const copying = new TransformStream({
    transform(frame, controller) {
      const name = frame.type ?? 'audio';
      if (!seen.has(name)) {
        seen.add(name);
        // A frame that goes on to the packetizer is empty afterwards, so a copy is posted.
        self.postMessage({ name, frame: new frame.constructor(frame) });
      }
      controller.enqueue(frame);
    },
  });
  readable.pipeThrough(copying).pipeTo(writable);
};
