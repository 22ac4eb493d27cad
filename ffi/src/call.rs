//! Call keys: who is in the call, which keys they have, and how they know.

pub mod identity;
pub mod member;
pub mod passphrase;
mod random;

pub mod config;
pub mod event;
pub mod session;

pub mod chat;
pub mod media;
pub mod membership;
pub mod verification;

pub mod state;
pub mod storage;
