// Every test page is this page first: it puts the classes on the global object and then becomes
// the test page, whose scripts find them as if the browser had brought them.

import './older-draft.mjs';

const html = await (await fetch(`${location.pathname}?source`)).text();
document.open();
document.write(html);
document.close();
