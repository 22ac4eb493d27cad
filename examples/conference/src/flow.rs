//! Keeps a fast call from drowning in its own packets.
//!
//! Loopback loses what overflows a socket's buffer. The operator reports how many packets it
//! has taken and passed on, the receivers count what has arrived, and the sender waits while
//! too much is under way. A paced call practically never waits.

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use anyhow::Result;

/// Packets on the way to the operator: half of what its socket buffer holds by default.
const TO_OPERATOR: u64 = 64;

/// Packets on the way to each receiver.
const TO_RECEIVER: u64 = 24;

/// Whatever has not come by then is lost.
const PATIENCE: Duration = Duration::from_millis(100);

/// Counts packets under way.
pub struct Flow {
    socket: UdpSocket,
    sent: u64,
    taken: u64,
    passed_on: u64,
    received: Arc<AtomicU64>,
    receivers: u64,
    /// Packets that never came, so that nobody waits for them again.
    lost: (u64, u64),
}

impl Flow {
    /// Makes a flow for a call with so many receivers, who count into `received`.
    ///
    /// # Errors
    /// When no socket can be opened.
    pub fn new(receivers: usize, received: Arc<AtomicU64>) -> Result<Self> {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.set_nonblocking(true)?;
        let receivers = receivers as u64;
        Ok(Self { socket, sent: 0, taken: 0, passed_on: 0, received, receivers, lost: (0, 0) })
    }

    /// The address to which the operator reports.
    ///
    /// # Errors
    /// When the socket has none.
    pub fn address(&self) -> Result<SocketAddr> {
        Ok(self.socket.local_addr()?)
    }

    /// Notes a packet, and waits while too many are under way.
    pub fn sent(&mut self) {
        self.sent += 1;
        self.wait(TO_OPERATOR, TO_RECEIVER * self.receivers);
    }

    /// Waits until everything has arrived or is lost.
    pub fn drain(&mut self) {
        std::thread::sleep(PATIENCE); // the operator may be holding packets back
        self.settle();
    }

    /// Waits until what is under way has arrived, but for what the operator holds back.
    pub fn settle(&mut self) {
        self.wait(0, 0);
    }

    fn wait(&mut self, to_operator: u64, to_receivers: u64) {
        let mut deadline = Instant::now() + PATIENCE;
        let mut before = (0, 0);
        loop {
            self.read_reports();
            let received = self.received.load(Relaxed);
            let under_way = (
                self.sent.saturating_sub(self.taken + self.lost.0),
                self.passed_on.saturating_sub(received + self.lost.1),
            );
            if under_way.0 <= to_operator && under_way.1 <= to_receivers {
                return;
            }
            if (self.taken, received) != before {
                before = (self.taken, received);
                deadline = Instant::now() + PATIENCE;
            } else if Instant::now() > deadline {
                self.lost.0 += under_way.0;
                self.lost.1 += under_way.1;
                return;
            }
            std::thread::sleep(Duration::from_micros(50));
        }
    }

    fn read_reports(&mut self) {
        let mut report = [0; 16];
        while let Ok(16) = self.socket.recv(&mut report) {
            let (taken, passed_on) = report.split_at(8);
            let number = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_be_bytes);
            self.taken = self.taken.max(number(taken));
            self.passed_on = self.passed_on.max(number(passed_on));
        }
    }
}
