//! Calls whose key messages a real server carries.

use std::sync::Arc;
use std::time::Duration;

use crate::server::{Server, config};
use crate::sessions::{Member, a_call, all_agree};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_over_the_server() {
    let server = Server::start();
    a_call(Arc::new(server.connect(config()).await)).await;
}

/// While the server is down one member changes its key and one leaves; then a member joins that
/// was never there before. Everybody agrees again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_goes_on_when_the_server_crashes_in_the_middle() {
    let mut server = Server::start();
    let mut config = config();
    config.patience = Duration::from_secs(2);
    let mut members = Vec::new();
    for seed in 1..=4 {
        let delivery = Arc::new(server.connect(config.clone()).await);
        members.push(Member::join(delivery, seed).await);
    }
    all_agree(&members).await;
    server.kill();
    members.remove(0).leave();
    tokio::time::sleep(Duration::from_secs(3)).await;
    server.start_again();
    let delivery = Arc::new(server.connect(config).await);
    members.push(Member::join(delivery, 5).await);
    all_agree(&members).await;
}
