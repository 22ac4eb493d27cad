//! A real `nats-server` on a free loopback port, with a store of its own.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use frameseal_delivery::LogLimits;
use frameseal_delivery::nats::async_nats::ConnectOptions;
use frameseal_delivery::nats::{Nats, NatsConfig};
use tempfile::TempDir;

use crate::apt;
use crate::contract::Maker;

/// Where Debian installs servers; not on everybody's path.
const PROGRAM: &str = "/usr/sbin/nats-server";

/// Slow machines replay their store slowly.
const START: Duration = Duration::from_secs(30);

pub(crate) struct Server {
    pub(crate) port: u16,
    folder: TempDir,
    child: Option<Child>,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::with(|_| String::new())
    }

    /// Starts one with more in its configuration, which may name files in the given folder.
    pub(crate) fn with(more: impl FnOnce(&Path) -> String) -> Self {
        Self::of(|folder| {
            let store = folder.join("store");
            format!("jetstream {{ store_dir: {store:?}, max_file_store: 1GB }}\n{}", more(folder))
        })
    }

    pub(crate) fn without_jetstream() -> Self {
        Self::of(|_| String::new())
    }

    fn of(more: impl FnOnce(&Path) -> String) -> Self {
        apt::need_that("nats-server", "nats-server", || Path::new(PROGRAM).is_file()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let mut config = format!("listen: \"127.0.0.1:{port}\"\n");
        config.push_str(&more(folder.path()));
        std::fs::write(folder.path().join("server.conf"), config).unwrap();
        let mut server = Self { port, folder, child: None };
        server.start_again();
        server
    }

    /// Starts it again on the same port and store.
    pub(crate) fn start_again(&mut self) {
        assert!(self.child.is_none(), "it runs");
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log"))
            .unwrap();
        let child = Command::new(PROGRAM)
            .arg("-c")
            .arg(self.folder.path().join("server.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        self.child = Some(child);
        let started = Instant::now();
        while !self.greets() {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().unwrap());
            assert!(ended.is_none(), "nats-server ended:\n{}", self.log());
            assert!(started.elapsed() < START, "nats-server does not start:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it as a crash does: SIGKILL, and no time to write anything.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Halts it without closing its connections, or lets it go on.
    pub(crate) fn halt(&self, halted: bool) {
        let signal = if halted { "-STOP" } else { "-CONT" };
        let id = self.child.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        // The signal takes its time.
        let state = || std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        while state().contains("State:\tT") != halted {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    pub(crate) async fn connect(&self, config: NatsConfig) -> Nats {
        Nats::connect(self.address(), options(), config).await.unwrap()
    }

    fn greets(&self) -> bool {
        let Ok(stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).is_ok() && line.starts_with("INFO ")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Maker for Server {
    type Made = Nats;

    async fn make(&self, limits: LogLimits) -> Nats {
        let mut config = config();
        config.limits = limits;
        self.connect(config).await
    }
}

/// The default, with a store that fits every machine.
pub(crate) fn config() -> NatsConfig {
    let mut config = NatsConfig::default();
    config.total_bytes = 64 << 20;
    config
}

/// Reconnects quickly, so that tests are quick.
pub(crate) fn options() -> ConnectOptions {
    ConnectOptions::new().reconnect_delay_callback(|_| Duration::from_millis(50))
}

/// A port below those that the system hands out to connections, so that nothing takes it while
/// the server is away.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = std::process::id() % 10_000;
    (0..10_000)
        .map(|_| {
            let next = u32::from(NEXT.fetch_add(1, Ordering::Relaxed));
            20_000 + ((first + next) % 10_000) as u16
        })
        .find(|&port| TcpListener::bind(("127.0.0.1", port)).is_ok())
        .expect("a free port")
}
