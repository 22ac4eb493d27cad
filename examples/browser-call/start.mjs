// Starts the operator and the page, and says where it is.

import { accessSync, constants } from 'node:fs';
import path from 'node:path';

import { serve } from './server.mjs';

/** Programs that are needed, and Debian's package of each. */
const NEEDED = { janus: 'janus', 'janus-pp-rec': 'janus-tools', ffmpeg: 'ffmpeg', setpriv: 'util-linux' };

const missing = Object.keys(NEEDED).filter((program) => !isInstalled(program));
if (missing.length > 0) {
  const packages = missing.map((program) => NEEDED[program]).join(' ');
  console.error(`Missing: ${missing.join(', ')}. On Debian and Ubuntu: sudo apt install ${packages}`);
  process.exit(1);
}

const server = await serve({ port: Number(process.env.PORT ?? 0) }).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
console.log(`
  The call:      ${server.origin}
  The operator:  Janus, which records everything into ${server.operator.folder}

  Open the call in two windows. Ctrl-C ends it and deletes the recordings.
`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await server.close();
    process.exit(0);
  });
}

function isInstalled(program) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
