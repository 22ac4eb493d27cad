//! Calls through the C functions, as a C program makes them: members who agree on keys over
//! messages in memory, frames, chat, comparisons, passphrases, and states that are saved.

#[path = "call/app.rs"]
mod app;
#[path = "call/chat.rs"]
mod chat;
#[path = "call/keys.rs"]
mod keys;
#[path = "call/membership.rs"]
mod membership;
