// The same in a worker.

'use strict';

importScripts('/harness/testharness.js', '/harness/webidl2.js', '/harness/idlharness.js', 'idl.js');
done();
