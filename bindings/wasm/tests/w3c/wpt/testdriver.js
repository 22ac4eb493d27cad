// Permissions are granted by the command line of the browser.

'use strict';

window.test_driver = { set_permission: async () => {} };
