//! A client for one driver process, in Node.js or Python.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::{Frame, Outcome, node, npm_ci, python};

/// A call may carry thousands of frames, and a key may cost thousands of PBKDF2 rounds.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running driver. Dropping it ends the process.
#[derive(Debug)]
pub struct Driver {
    script: &'static str,
    child: Child,
    stdin: ChildStdin,
    replies: Receiver<String>,
    stderr: Arc<Mutex<String>>,
    calls: u64,
}

impl Driver {
    /// Starts the worker of `livekit-client`.
    pub fn livekit() -> Self {
        Self::node("livekit.mjs")
    }

    /// Starts the worker of `lib-jitsi-meet`, for JFrame.
    pub fn jframe() -> Self {
        Self::node("jframe.mjs")
    }

    /// Starts the worker of `@stream-io/video-client`.
    pub fn getstream() -> Self {
        Self::node("getstream.mjs")
    }

    /// Starts the transparent envelope in Python. What it needs and does not find is installed
    /// in `target`, a folder for files that are not committed.
    pub fn oracle(target: &Path) -> Self {
        // Nothing is compiled into the folder of the sources.
        let mut python = Command::new(python::python(target));
        Self::start("oracle.py", python.arg("-B"), &python::folder())
    }

    fn node(script: &'static str) -> Self {
        Self::start(script, &mut Command::new(node()), npm_ci())
    }

    fn start(script: &'static str, program: &mut Command, folder: &Path) -> Self {
        let mut child = program
            .arg(script)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{script} does not start: {error}"));
        let (sender, replies) = mpsc::channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let stderr = Arc::new(Mutex::new(String::new()));
        let mut pipe = child.stderr.take().unwrap();
        let kept = Arc::clone(&stderr);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = pipe.read(&mut buffer) {
                kept.lock().unwrap().push_str(&String::from_utf8_lossy(&buffer[..read]));
            }
        });
        let stdin = child.stdin.take().unwrap();
        Self { script, child, stdin, replies, stderr, calls: 0 }
    }

    /// Sends one request and waits for its answer.
    ///
    /// # Panics
    ///
    /// When the driver answers with an error, not at all, or no longer runs; the message has
    /// its standard error.
    #[track_caller]
    pub fn call(&mut self, request: Value) -> Value {
        match self.try_call(request) {
            Ok(value) => value,
            Err(error) => panic!("{error}"),
        }
    }

    /// As [`Driver::call`], with a refusal as an error.
    ///
    /// # Errors
    ///
    /// What the driver said.
    #[track_caller]
    pub fn try_call(&mut self, mut request: Value) -> Result<Value, String> {
        self.calls += 1;
        request["id"] = self.calls.into();
        let mut line = request.to_string();
        line.push('\n');
        if let Err(error) = self.stdin.write_all(line.as_bytes()) {
            self.fail(&format!("takes no requests: {error}"));
        }
        let reply = match self.replies.recv_timeout(PATIENCE) {
            Ok(reply) => reply,
            Err(RecvTimeoutError::Timeout) => self.fail("does not answer"),
            Err(RecvTimeoutError::Disconnected) => self.fail("has ended"),
        };
        let Ok(mut reply) = serde_json::from_str::<Value>(&reply) else {
            self.fail(&format!("answers no JSON: {reply}"));
        };
        if reply["id"] != request["id"] {
            self.fail(&format!("answers another request: {reply}"));
        }
        match reply["error"].as_str() {
            Some(error) => Err(format!("{} refuses {}: {error}", self.script, request["op"])),
            None => Ok(reply["ok"].take()),
        }
    }

    /// Loads a worker with a state of its own and gives its number.
    #[track_caller]
    pub fn worker(&mut self, mut options: Value) -> u64 {
        options["op"] = "new".into();
        self.call(options)["worker"].as_u64().unwrap()
    }

    /// Sends frames through a track in one call and gives what became of each.
    #[track_caller]
    pub fn frames(&mut self, worker: u64, track: &str, frames: &[Frame]) -> Vec<Outcome> {
        self.frames_and_events(worker, track, frames).0
    }

    /// As [`Driver::frames`], with what the worker posted meanwhile.
    #[track_caller]
    pub fn frames_and_events(
        &mut self,
        worker: u64,
        track: &str,
        frames: &[Frame],
    ) -> (Vec<Outcome>, Vec<Value>) {
        let list: Vec<_> = frames.iter().map(Frame::json).collect();
        let mut reply =
            self.call(json!({"op": "frames", "worker": worker, "track": track, "frames": list}));
        let outcomes: Vec<_> =
            reply["frames"].as_array().unwrap().iter().map(Outcome::from_json).collect();
        assert_eq!(outcomes.len(), frames.len(), "one outcome a frame");
        let events = match reply["events"].take() {
            Value::Array(events) => events,
            _ => Vec::new(),
        };
        (outcomes, events)
    }

    #[track_caller]
    fn fail(&mut self, what: &str) -> ! {
        let _ = self.child.kill();
        let status = self.child.wait();
        thread::sleep(Duration::from_millis(50)); // the rest of its standard error
        let stderr = self.stderr.lock().unwrap();
        panic!("{} {what} ({status:?}), call {}\n{stderr}", self.script, self.calls);
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
