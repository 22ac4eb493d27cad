//! The signalling channel: key messages between the members and the operator, over TCP.
//!
//! ```text
//! record = len(4) what(1) member(2) content(len)
//! ```
//! The members run on one machine and share a connection, so that the operator hears in which
//! order things happen. It works in turns: the members say what they send and what time it is,
//! the operator answers with what arrives at that moment. A fast call is like a slow one, then.

use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// 4 MiB: a key message has at most 16 KiB, a frame of video far less than this.
const MAX_CONTENT: usize = 4 << 20;

const TURN: u8 = 0;
const KEY_MESSAGE: u8 = 1;
const FRAME: u8 = 2;

/// Something that a member sends or is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The sender on the way to the operator, the receiver on the way back.
    pub member: usize,
    /// What it is.
    pub content: Content,
}

/// What goes over the channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A message of a session, for others' sessions.
    KeyMessage(Vec<u8>),
    /// A sealed frame. Those of the call go by RTP; the few behind the call's end go here.
    Frame(Vec<u8>),
}

/// One end of the channel.
pub struct Line {
    input: BufReader<TcpStream>,
    output: BufWriter<TcpStream>,
}

impl Line {
    /// Takes a connection.
    ///
    /// # Errors
    /// When the socket cannot be duplicated.
    pub fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self { input: BufReader::new(stream.try_clone()?), output: BufWriter::new(stream) })
    }

    /// Hands over one side's turn: what it sends, and its time.
    ///
    /// # Errors
    /// When the connection is gone.
    pub fn say(&mut self, parcels: &[Parcel], now: Duration) -> io::Result<()> {
        for Parcel { member, content } in parcels {
            match content {
                Content::KeyMessage(bytes) => self.write(KEY_MESSAGE, *member, bytes)?,
                Content::Frame(bytes) => self.write(FRAME, *member, bytes)?,
            }
        }
        let now = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
        self.write(TURN, 0, &now.to_be_bytes())?;
        self.output.flush()
    }

    /// Waits for the other side's turn.
    ///
    /// # Errors
    /// When the connection is gone, or speaks something else.
    pub fn hear(&mut self) -> io::Result<(Vec<Parcel>, Duration)> {
        let mut parcels = Vec::new();
        loop {
            let (what, member, bytes) = self.read()?;
            match what {
                KEY_MESSAGE => parcels.push(Parcel { member, content: Content::KeyMessage(bytes) }),
                FRAME => parcels.push(Parcel { member, content: Content::Frame(bytes) }),
                TURN => {
                    let now = bytes.try_into().map_err(|_| ErrorKind::InvalidData)?;
                    return Ok((parcels, Duration::from_millis(u64::from_be_bytes(now))));
                }
                _ => return Err(ErrorKind::InvalidData.into()),
            }
        }
    }

    fn write(&mut self, what: u8, member: usize, bytes: &[u8]) -> io::Result<()> {
        let len = u32::try_from(bytes.len()).map_err(|_| ErrorKind::InvalidInput)?;
        let member = u16::try_from(member).map_err(|_| ErrorKind::InvalidInput)?;
        self.output.write_all(&len.to_be_bytes())?;
        self.output.write_all(&[what])?;
        self.output.write_all(&member.to_be_bytes())?;
        self.output.write_all(bytes)
    }

    fn read(&mut self) -> io::Result<(u8, usize, Vec<u8>)> {
        let mut head = [0; 7];
        self.input.read_exact(&mut head)?;
        let [a, b, c, d, what, high, low] = head;
        let len = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        if len > MAX_CONTENT {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut bytes = vec![0; len];
        self.input.read_exact(&mut bytes)?;
        Ok((what, u16::from_be_bytes([high, low]).into(), bytes))
    }
}

/// What the header of every key message shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The number of its kind.
    pub kind: u8,
    /// The id of the member that it says it is from.
    pub from: [u8; 16],
    /// The id of the member that it is for; `None`: everybody.
    pub to: Option<[u8; 16]>,
}

impl Envelope {
    /// Reads the header: `version(1) kind(1) call(16) from(16) to(16)`.
    pub fn of(message: &[u8]) -> Option<Self> {
        let (&[_version, kind], rest) = message.split_first_chunk()?;
        let (_call, rest) = rest.split_first_chunk::<16>()?;
        let (&from, rest) = rest.split_first_chunk()?;
        let (&to, _) = rest.split_first_chunk()?;
        Some(Self { kind, from, to: Some(to).filter(|to| *to != [0; 16]) })
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_turn_arrives_as_it_was_said() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut here = Line::new(TcpStream::connect(listener.local_addr().unwrap()).unwrap());
        let here = here.as_mut().unwrap();
        let mut there = Line::new(listener.accept().unwrap().0).unwrap();
        let said = [
            Parcel { member: 3, content: Content::KeyMessage(vec![7; 16 * 1024]) },
            Parcel { member: 200, content: Content::Frame(Vec::new()) },
        ];
        for now in [Duration::ZERO, Duration::from_millis(40)] {
            here.say(&said, now).unwrap();
            assert_eq!(there.hear().unwrap(), (said.to_vec(), now));
        }
        here.output.write_all(&u32::MAX.to_be_bytes()).unwrap();
        here.output.write_all(&[KEY_MESSAGE, 0, 0]).unwrap();
        here.output.flush().unwrap();
        assert_eq!(there.hear().unwrap_err().kind(), ErrorKind::InvalidData);
    }
}
