//! Passwords, permissions and TLS, passed through to the client library.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use frameseal_delivery::nats::Nats;
use frameseal_delivery::nats::async_nats::ConnectOptions;
use frameseal_delivery::{Delivery, DeliveryError, Outgoing, Start};

use crate::apt;
use crate::contract::{call, hear, say};
use crate::server::{Server, config, options};

/// A member may do what the documentation lists, and nothing else.
const USERS: &str = r#"
authorization { users: [
  { user: operator, password: all }
  { user: member, password: secret, permissions: {
      publish: [
        "frameseal.call.*", "$JS.API.STREAM.INFO.FRAMESEAL_CALLS",
        "$JS.API.STREAM.MSG.GET.FRAMESEAL_CALLS",
        "$JS.API.CONSUMER.CREATE.FRAMESEAL_CALLS", "$JS.API.CONSUMER.CREATE.FRAMESEAL_CALLS.>",
        "$JS.API.CONSUMER.DELETE.FRAMESEAL_CALLS.*", "$JS.FC.FRAMESEAL_CALLS.>" ]
      subscribe: [ "_INBOX.>" ] } }
  { user: reader, password: secret, permissions: {
      publish: [ "$JS.API.STREAM.INFO.FRAMESEAL_CALLS" ], subscribe: [ "_INBOX.>" ] } }
] }
"#;

fn as_user(name: &str, password: &str) -> ConnectOptions {
    options().user_and_password(name.into(), password.into())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_documented_permissions_are_enough_and_needed() {
    let mut server = Server::with(|_| USERS.into());
    let connect = async |user: ConnectOptions, patience| {
        let mut config = config();
        config.patience = Duration::from_millis(patience);
        Nats::connect(server.address(), user, config).await
    };
    for wrong in [as_user("member", "wrong"), options()] {
        let error = connect(wrong, 1000).await.unwrap_err();
        assert!(matches!(error, DeliveryError::Connect { retryable: false, .. }), "{error}");
    }
    // Members cannot create the stream: the operator does.
    let error = connect(as_user("member", "secret"), 3000).await.unwrap_err();
    assert!(matches!(error, DeliveryError::Unavailable { .. }), "{error}");
    let operator = connect(as_user("operator", "all"), 10_000).await.unwrap();
    let member = connect(as_user("member", "secret"), 10_000).await.unwrap();
    let reader = connect(as_user("reader", "secret"), 3000).await.unwrap();

    let call = call("access");
    say(&operator, &call, "a").await;
    say(&member, &call, "b").await;
    let mut live = member.subscribe(&call, None, Start::Beginning).await.unwrap();
    let (bodies, place) = hear(&mut live, 2).await;
    assert_eq!(bodies, ["a", "b"]);
    say(&member, &call, "c").await;
    let mut back = member.subscribe(&call, None, Start::After(place)).await.unwrap();
    assert_eq!(hear(&mut back, 1).await.0, ["c"]);
    assert_eq!(hear(&mut live, 1).await.0, ["c"]);
    let error = reader.publish(&call, &Outgoing::to_all("x").unwrap()).await.unwrap_err();
    assert!(matches!(error, DeliveryError::Unconfirmed { .. }), "{error}");
    let error = reader.subscribe(&call, None, Start::Beginning).await.unwrap_err();
    assert!(matches!(error, DeliveryError::Unavailable { .. }), "{error}");

    server.kill();
    server.start_again();
    say(&member, &call, "d").await;
    assert_eq!(hear(&mut live, 1).await.0, ["d"], "permissions suffice to go on as well");
}

/// Makes a certificate for 127.0.0.1 that signs itself.
fn certificate(folder: &Path) -> String {
    apt::need("openssl", "openssl").unwrap();
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"])
        .args(["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-keyout", "key.pem", "-out", "cert.pem"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let (cert, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    format!("tls {{ cert_file: {cert:?}, key_file: {key:?} }}\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_is_passed_through() {
    let server = Server::with(certificate);
    let folder = server.store().parent().unwrap().to_path_buf();
    let trusting = options().add_root_certificates(folder.join("cert.pem")).require_tls(true);
    let delivery = Nats::connect(server.address(), trusting, config()).await.unwrap();
    let call = call("tls");
    say(&delivery, &call, "a").await;
    let mut all = delivery.subscribe(&call, None, Start::Beginning).await.unwrap();
    assert_eq!(hear(&mut all, 1).await.0, ["a"]);

    let distrusting = options().require_tls(true);
    let error = Nats::connect(server.address(), distrusting, config()).await.unwrap_err();
    assert!(matches!(error, DeliveryError::Connect { .. }), "{error}");
}
